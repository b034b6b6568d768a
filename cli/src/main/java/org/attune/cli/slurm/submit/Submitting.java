package org.attune.cli.slurm.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.cli.BadInput;
import org.attune.cli.slurm.StudyJobs;
import org.attune.cli.slurm.chain.Following;
import org.attune.cli.slurm.chain.Submission;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.SlurmProblem;

/** Submits what is ordered, and writes down what came of it. */
final class Submitting {
    private final Order order;
    private final SlurmCommands slurm;
    private final String command;

    /** {@code command}: line by which it is asked for. */
    Submitting(Order order, SlurmCommands slurm, String command) {
        this.order = order;
        this.slurm = slurm;
        this.command = command;
    }

    /**
     * @param ahead whether all allocations of the budget are submitted now
     * @throws BadInput if jobs of the study are there already, or too many would be
     * @throws SlurmProblem if none could be submitted
     */
    Submitted submit(boolean ahead) throws IOException, InterruptedException {
        if (ahead) {
            order.refuseManyAhead();
        }
        Turn turn = Turn.take(order.study());
        try {
            refuseTwice();
            return submitted(ahead);
        } finally {
            turn.close();
        }
    }

    private Submitted submitted(boolean ahead) throws IOException, InterruptedException {
        Path folder = Submission.fresh(order.study());
        if (!folder.equals(order.folder())) {
            Files.delete(folder);
            throw new BadInput("somebody else has just submitted this study. Look at 'attune slurm status "
                    + order.spec().study() + "'.");
        }
        Submission submission =
                new Submission(folder, order.budget(), order.limits().stream().findFirst(), order.log());
        submission.begin(order.script(), order.options().value("job-name").orElse(""), command);
        List<Long> jobs = new ArrayList<>();
        try {
            jobs.add(first(submission));
        } catch (SlurmProblem e) {
            if (e.kind() != SlurmProblem.Kind.NO_ANSWER && e.kind() != SlurmProblem.Kind.UNCLEAR) {
                submission.forget();
                throw e;
            }
            // What may be there finds its folder, and no other submission has the same.
            throw new BadInput(e.getMessage()
                    + ". Whether the job was submitted is not known. If it was, 'attune slurm status "
                    + order.spec().study() + "' shows it soon, and the study is not submitted twice.");
        }
        boolean isAll = ahead && order.budget().isPresent();
        Optional<String> refusal = isAll ? others(submission, jobs) : Optional.empty();
        return new Submitted(order, submission, jobs, isAll, refusal);
    }

    private long first(Submission submission) throws IOException, InterruptedException {
        long job = slurm.submit(List.of(), submission.script());
        Optional<Duration> limit = order.limits().stream().findFirst();
        submission.records().submitted(job, OptionalLong.empty(), limit, Instant.now());
        return job;
    }

    /** @return why Slurm took no more */
    private Optional<String> others(Submission submission, List<Long> jobs) throws IOException, InterruptedException {
        for (Duration limit : order.limits().subList(1, order.limits().size())) {
            long before = jobs.get(jobs.size() - 1);
            try {
                long job = slurm.submit(Following.options(before, limit), submission.script());
                submission.records().submitted(job, OptionalLong.of(before), Optional.of(limit), Instant.now());
                jobs.add(job);
            } catch (SlurmProblem e) {
                return Optional.of(e.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * Two jobs would want the same study, and the second would fail.
     *
     * @throws BadInput if jobs of the study are there already
     */
    void refuseTwice() throws IOException, InterruptedException {
        if (order.options().has("dependency")) {
            return;
        }
        List<StudyJobs.Entry> live =
                StudyJobs.of(order.study(), slurm.queue().look().jobs()).live();
        if (!live.isEmpty()) {
            List<String> there = live.stream()
                    .map(job -> job.id() + " (" + job.state().plain() + ")")
                    .toList();
            throw new BadInput("study '" + order.spec().study() + "' has a job already: " + String.join(", ", there)
                    + ". 'attune slurm cancel " + order.spec().study()
                    + "' ends it; with --dependency=afterany:"
                    + live.get(live.size() - 1).id() + " another may follow.");
        }
    }
}
