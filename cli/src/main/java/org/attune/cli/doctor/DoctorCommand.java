package org.attune.cli.doctor;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.attune.cli.ExitCode;
import org.attune.cli.Terminals;
import org.attune.cli.Words;
import org.attune.spec.StudySpecReader;
import org.attune.text.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        header = "Looks at this machine, and says what would keep Attune from working and what to do about it.",
        description = {
            "",
            "A line for each thing that was looked at, green, yellow or red. What is made to try it out is removed again. Exit code 1 if anything is red."
        },
        footer = {
            "  attune doctor",
            "  attune doctor study.yaml              and whether this study can run here",
            "  attune doctor --slurm                 where jobs are submitted, or in a job's script",
            "  attune doctor --json | grep -v green  what is to be done, for scripts"
        })
public final class DoctorCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "STUDY.yaml",
            description = "A study that is to run here: whether its trainable is there and its trials fit.")
    private Path file;

    @Option(
            names = "--slurm",
            description = "Look at Slurm as well: its commands, its partitions, and in a job at its nodes.")
    private boolean slurm;

    @Option(names = "--json", description = "An object a line: level (green, yellow, red), what, why, fix.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<Checkup.Study> study = Optional.ofNullable(file)
                .map(it -> new Checkup.Study(
                        StudySpecReader.read(it, List.of()),
                        it.toAbsolutePath().normalize().getParent()));
        PrintWriter out = spec.commandLine().getOut();
        FindingText text = new FindingText(isColored());
        Map<Level, Integer> counts = new EnumMap<>(Level.class);
        new Examination(Surroundings.here()).run(Checkup.of(study, slurm), finding -> {
            counts.merge(finding.level(), 1, Integer::sum);
            if (json) {
                out.println(Json.text(finding.json()));
            } else {
                text.lines(finding).forEach(out::println);
            }
            out.flush();
        });
        int red = counts.getOrDefault(Level.RED, 0);
        if (!json) {
            out.println();
            out.println(summary(red, counts.getOrDefault(Level.YELLOW, 0)));
        }
        return red == 0 ? ExitCode.OK : ExitCode.SOME_RED;
    }

    private boolean isColored() throws IOException {
        try (Terminals terminal = json ? null : Terminals.find().orElse(null)) {
            return terminal != null && Terminals.theme(System.getenv()).color();
        }
    }

    private static String summary(int red, int yellow) {
        if (red > 0) {
            return Words.count(red, "thing") + " to put right"
                    + (yellow > 0 ? ", and " + Words.count(yellow, "warning") : "") + ".";
        }
        return yellow > 0 ? "Attune works here, with " + Words.count(yellow, "warning") + "." : "All is well.";
    }
}
