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
        description = {"", "Those with a job that waits or runs come first, then those of the last day."},
        footer = {"  attune slurm status", "  attune slurm status cgconv", "  attune slurm status --all --json"})
public final class SlurmStatusCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "STUDY|JOB", description = "One study only, or that of a job.")
    private String what;

    @Option(names = "--all", description = "Those of which nothing was heard for more than a day as well.")
    private boolean all;

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
        Instant now = Instant.now();
        Lately lately = what == null ? Lately.of(jobs.all(), all, now) : new Lately(List.of(jobs.find(what)), 0);
        List<JobRow> rows = JobRow.of(lately.studies(), silence.isEmpty(), now);
        if (json) {
            rows.forEach(row -> out.println(Json.text(row.json())));
        } else {
            print(rows, lately.older(), out);
        }
        silence.ifPresent(why -> spec.commandLine().getErr().println("attune: " + why));
        return silence.isEmpty() ? ExitCode.OK : ExitCode.BAD_INPUT;
    }

    private static void print(List<JobRow> rows, int older, PrintWriter out) {
        if (rows.isEmpty() && older == 0) {
            out.println("No job was submitted by 'attune slurm submit' for a study in "
                    + StudyFolders.standard().root() + ".");
        } else if (rows.isEmpty()) {
            out.println("No job of a study waits or runs, or did within the last day.");
        } else {
            Tables.of(out).printWhole(rows);
            rows.stream().flatMap(row -> row.remarks().stream()).forEach(out::println);
        }
        if (older > 0) {
            out.println("Older: " + (older == 1 ? "1 study" : older + " studies") + ", shown by --all.");
        }
    }
}
