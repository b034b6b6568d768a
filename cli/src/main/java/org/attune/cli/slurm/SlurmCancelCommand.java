package org.attune.cli.slurm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.attune.analysis.StudyFolders;
import org.attune.cli.ExitCode;
import org.attune.cli.slurm.chain.Submission;
import org.attune.engine.slurm.SlurmCommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "cancel",
        header = "Cancels the jobs of a study; none follows them.",
        description = {"", "What trials had saved stays: 'attune slurm submit' goes on with the study."},
        footer = {"  attune slurm cancel cgconv", "  attune slurm cancel 12345"})
public final class SlurmCancelCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "STUDY|JOB", description = "The study, or one of its jobs.")
    private String what;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        SlurmCommands slurm = SlurmCommands.here();
        JobsOf.Found found =
                new JobsOf(StudyFolders.standard(), slurm.queue().look().jobs()).find(what);
        List<StudyJobs.Entry> live = found.jobs().live();
        Map<Submission, List<String>> submissions = new LinkedHashMap<>();
        live.forEach(job -> submissions
                .computeIfAbsent(job.submission(), submission -> new ArrayList<>())
                .add(job.id()));
        for (Map.Entry<Submission, List<String>> each : submissions.entrySet()) {
            stop(each.getKey());
            slurm.cancel(each.getValue(), each.getKey().jobName());
        }
        List<String> jobs = live.stream().map(StudyJobs.Entry::id).toList();
        spec.commandLine()
                .getOut()
                .println(
                        jobs.isEmpty()
                                ? "No job of " + found.study() + " waits or runs."
                                : "Cancelled " + String.join(", ", jobs) + " of " + found.study() + ".");
        return ExitCode.OK;
    }

    /** A full disk is one more reason to cancel what writes there. */
    private void stop(Submission submission) {
        try {
            submission.stop("it was cancelled by 'attune slurm cancel'");
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("attune: that none is to follow cannot be written down (" + e.getMessage()
                            + "). Look in a minute whether one did: attune slurm status");
        }
    }
}
