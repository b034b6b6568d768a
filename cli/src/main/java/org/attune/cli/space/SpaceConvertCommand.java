package org.attune.cli.space;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.attune.cli.BadInput;
import org.attune.cli.ExitCode;
import org.attune.cli.NewFile;
import org.attune.space.formats.SpaceFormat;
import org.attune.space.formats.SpaceFormats;
import org.attune.space.formats.UnsayableException;
import org.attune.spec.SpaceFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "convert",
        header = "Writes a search space in another form.",
        description = {
            "",
            "What the other form cannot say is an error that lists all of it, and nothing is written: nothing gets lost in silence."
        },
        footer = {
            "  attune space convert space.json space.yaml",
            "  attune space convert study.yaml --to configspace-1.2 space.json",
            "  attune space convert old.pcs --to yaml - | less"
        })
final class SpaceConvertCommand implements Callable<Integer> {

    @Mixin
    private SpaceFileArgument in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The file to write; - for standard output.")
    private String out;

    @Option(
            names = "--to",
            paramLabel = "FORM",
            completionCandidates = Forms.Writable.class,
            description = "Form of OUT, if its ending does not say it: ${COMPLETION-CANDIDATES}.")
    private String form;

    @Option(names = "--force", description = "Write over OUT if it is there.")
    private boolean force;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        boolean toStandardOutput = out.equals(SpaceFileArgument.STANDARD_INPUT);
        SpaceFile file = in.read();
        SpaceFormat format = target(file, toStandardOutput);
        String text = write(format, file);
        PrintWriter err = spec.commandLine().getErr();
        file.document().notes().forEach(note -> err.println("attune: note: " + note));
        if (toStandardOutput) {
            spec.commandLine().getOut().print(text);
        } else {
            new NewFile(Path.of(out), force).write(text);
        }
        return ExitCode.OK;
    }

    private SpaceFormat target(SpaceFile file, boolean toStandardOutput) {
        String id = form;
        if (id == null && !toStandardOutput) {
            if (out.endsWith(".pcs")) {
                throw new BadInput("a .pcs file may be of two forms. Write --to pcs for the old one, or --to pcs_new.");
            }
            id = SpaceFile.ending(out).orElse(null);
        }
        if (id == null) {
            id = file.format().id().equals("yaml") ? "configspace" : "yaml";
        }
        SpaceFormat format = SpaceFile.format(id);
        if (!format.isWritable()) {
            throw new BadInput(format.title() + " is read, but not written.");
        }
        return format;
    }

    private static String write(SpaceFormat format, SpaceFile file) {
        try {
            return SpaceFormats.write(format, file.document());
        } catch (UnsayableException e) {
            throw new BadInput(
                    e.what().stream()
                            .map(sentence -> "  " + sentence)
                            .collect(Collectors.joining("\n", format.title() + " cannot say all of this space:\n", "")),
                    e);
        }
    }
}
