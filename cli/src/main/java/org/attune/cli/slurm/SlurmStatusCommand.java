package org.attune.cli.slurm;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.attune.analysis.StudyFolders;
import org.attune.cli.ExitCode;
import org.attune.cli.Tables;
import org.attune.engine.slurm.QueuedJob;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.text.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        header = "Shows the jobs of studies: what they do or wait for, and how far the studies are.",
        footer = {"  attune slurm status", "  attune slurm status cgconv", "  attune slurm status --json"})
public final class SlurmStatusCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "STUDY|JOB", description = "One study only, or that of a job.")
    private String what;

    @Option(names = "--json", description = "A JSON object a line: a job.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<String> silence = Optional.empty();
        Collection<QueuedJob> queued = List.of();
        try {
            queued = SlurmCommands.here().queue().look().jobs();
        } catch (IOException e) {
            silence = Optional.of(e.getMessage());
        }
        JobsOf jobs = new JobsOf(StudyFolders.standard(), queued);
        List<JobsOf.Found> found = what == null ? jobs.all() : List.of(jobs.find(what));
        List<JobRow> rows = JobRow.of(found, silence.isEmpty(), Instant.now());
        if (json) {
            rows.forEach(row -> out.println(Json.text(row.json())));
        } else if (rows.isEmpty()) {
            out.println("No job was submitted by 'attune slurm submit' for a study in "
                    + StudyFolders.standard().root() + ".");
        } else {
            Tables.of(out).printWhole(rows);
            rows.stream().flatMap(row -> row.remarks().stream()).forEach(out::println);
        }
        silence.ifPresent(why -> spec.commandLine().getErr().println("attune: " + why));
        return silence.isEmpty() ? ExitCode.OK : ExitCode.BAD_INPUT;
    }
}
