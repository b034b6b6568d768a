package org.attune.cli.slurm.chain;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.attune.cli.BadInput;
import org.attune.cli.ExitCode;
import org.attune.cli.Interrupts;
import org.attune.cli.slurm.FormerRun;
import org.attune.cli.slurm.Kill;
import org.attune.cli.slurm.StepCode;
import org.attune.engine.slurm.AllocationEnd;
import org.attune.engine.slurm.QueuedJob;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.SlurmPlace;
import org.attune.engine.slurm.SlurmProblem;

/** One allocation of a chain: whether there is something to do, the command that does it, and the allocation that follows. */
final class LinkRun {
    private final Submission submission;
    private final SlurmPlace place;
    private final SlurmCommands slurm;
    private final PrintWriter out;

    LinkRun(Submission submission, SlurmPlace place, SlurmCommands slurm, PrintWriter out) {
        this.submission = submission;
        this.place = place;
        this.slurm = slurm;
        this.out = out;
    }

    /** @return the exit code of the job */
    int run(List<String> command) throws IOException, InterruptedException {
        Progress progress = Progress.of(submission.study());
        noteBegin(progress.count());
        settle();
        Chain chain = chain();
        Optional<String> end = progress.end().isPresent() ? progress.end() : submission.stopped();
        Chain.Step step = chain.at(place.job(), progress.count(), end);
        if (step instanceof Chain.Step.Over over) {
            say(over.why() + ": nothing is left to do.");
            return stop(over.why(), ExitCode.OK);
        }
        Optional<NextJob> next = Optional.empty();
        if (step instanceof Chain.Step.Last last) {
            say(last.why() + ".");
        } else if (step instanceof Chain.Step.Followed followed) {
            say("job " + followed.job() + " goes on after this one.");
        } else if (step instanceof Chain.Step.Follow follow) {
            next = Optional.of(NextJob.submitting(submission, place.job(), follow.limit(), slurm, this::say));
        }
        int code = execute(command, end());
        Optional<String> problem = next.isPresent() ? next.get().finish() : Optional.empty();
        return ended(code, problem);
    }

    /** {@code problem}: why none could be submitted that follows. */
    private int ended(int code, Optional<String> problem) throws IOException, InterruptedException {
        Instant now = Instant.now();
        submission.records().ended(place.job(), Optional.empty(), now, Optional.empty());
        if (code == ExitCode.BAD_INPUT && new FormerRun(submission.study()).isThere()) {
            submission.records().foundRun(place.job());
        }
        Progress progress = Progress.of(submission.study());
        Optional<String> over = progress.end().isPresent() ? progress.end() : submission.stopped();
        if (over.isPresent()) {
            return stop(over.get(), code);
        }
        Optional<String> stalled = chain().atEnd(place.job(), progress.count());
        if (stalled.isPresent()) {
            say(stalled.get() + ", so none follows. What is wrong stands above; 'attune slurm submit' begins anew.");
            return stop(stalled.get(), code);
        }
        problem.ifPresent(why -> say("no allocation follows this one: " + why + ". 'attune slurm submit' goes on."));
        return ExitCode.goesOn(code) ? ExitCode.OK : code;
    }

    /** Those that wait are told so, and end at once if they cannot be cancelled. */
    private int stop(String why, int code) throws IOException, InterruptedException {
        submission.stop(why);
        List<String> waiting = submission.links().stream()
                .filter(link -> link.job() != place.job()
                        && link.begun().isEmpty()
                        && link.state().isEmpty())
                .map(link -> "" + link.job())
                .toList();
        if (!waiting.isEmpty()) {
            try {
                slurm.cancel(waiting, submission.jobName());
            } catch (IOException e) {
                say("job " + String.join(", ", waiting) + " is left, and will end at once: " + e.getMessage());
            }
        }
        return code;
    }

    private Chain chain() throws IOException {
        return submission
                .chain()
                .orElseThrow(() -> new BadInput("the submission in " + submission.folder() + " has no budget."));
    }

    private void noteBegin(long progress) throws IOException, InterruptedException {
        Instant now = Instant.now();
        Optional<Link> before = submission.links().stream()
                .filter(link -> link.job() == place.job() && link.begun().isPresent())
                .findFirst();
        Duration lost = Duration.ZERO;
        if (before.isPresent()) {
            Instant began = before.get().begun().orElseThrow();
            Instant again = queued().stream()
                    .filter(job -> job.number() == place.job())
                    .flatMap(job -> job.submitted().stream())
                    .filter(submitted -> submitted.isAfter(began))
                    .findFirst()
                    .orElse(now);
            lost = before.get().lost().plus(Duration.between(began, again));
        }
        long first = before.map(link -> link.progress().orElse(progress)).orElse(progress);
        submission.records().begun(place.job(), now, lost, first);
    }

    /** What became of the others, while Slurm still knows. */
    private void settle() throws IOException, InterruptedException {
        Collection<Long> ours = submission.links().stream()
                .map(Link::job)
                .filter(job -> job != place.job())
                .collect(Collectors.toSet());
        for (QueuedJob job : queued()) {
            if (ours.contains(job.number()) && job.state().isOver()) {
                Optional<Instant> start =
                        job.start().filter(time -> !job.nodes().isEmpty());
                submission
                        .records()
                        .ended(job.number(), start, job.end().orElseGet(Instant::now), Optional.of(job.state()));
            }
        }
    }

    /** Nothing is known where nodes have no commands of Slurm, or it does not answer. */
    private Collection<QueuedJob> queued() throws InterruptedException {
        try {
            return slurm.queue().look().jobs();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** When this allocation ends, if neither Slurm nor the script tell the command, nor can it ask. */
    private Optional<Instant> end() throws InterruptedException {
        try {
            return place.until().isPresent() || !isSilent()
                    ? Optional.empty()
                    : submission.end(place.job(), scriptBegan());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Of the shell that runs the script, which may have done much before it came to this. */
    private static Instant scriptBegan() {
        return ProcessHandle.current()
                .parent()
                .flatMap(script -> script.info().startInstant())
                .orElseGet(Instant::now);
    }

    private boolean isSilent() throws InterruptedException {
        try {
            slurm.queue().look();
            return false;
        } catch (SlurmProblem e) {
            return e.kind() == SlurmProblem.Kind.ABSENT;
        } catch (IOException e) {
            return false;
        }
    }

    /** What Slurm sends goes to the command as well, which knows what to do. */
    private int execute(List<String> command, Optional<Instant> end) throws IOException, InterruptedException {
        ProcessBuilder program = new ProcessBuilder(command).inheritIO();
        end.ifPresent(at -> program.environment().put(AllocationEnd.VARIABLE, "" + at.getEpochSecond()));
        try (StepCode code = StepCode.expected(submission.folder(), program.environment());
                Interrupts interrupts = new Interrupts()) {
            interrupts.are(() -> {}, () -> {});
            Process step = program.start();
            // The script's shell alone is warned.
            interrupts.warn(() -> Kill.send("USR1", step.toHandle()));
            return code.of(step.waitFor());
        }
    }

    private void say(String line) {
        out.println("attune: " + line);
    }
}
