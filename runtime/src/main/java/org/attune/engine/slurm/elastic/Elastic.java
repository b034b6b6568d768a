package org.attune.engine.slurm.elastic;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.attune.engine.slurm.elastic.Decision.Cancel;
import org.attune.engine.slurm.elastic.Decision.Dismiss;
import org.attune.engine.slurm.elastic.Decision.Nothing;
import org.attune.engine.slurm.elastic.Decision.Submit;
import org.attune.text.Durations;

/**
 * How many worker jobs there should be. A function of how things stand and went: no clock, no I/O.
 *
 * @param min kept even if there is nothing to do
 * @param max at most, those that wait in Slurm's queue among them
 * @param idleTimeout how long a worker without work is kept, in milliseconds
 */
public record Elastic(int min, int max, long idleTimeout) {
    /** Trials come and go; what is not needed for so long is not needed. */
    private static final long SURPLUS = Duration.ofSeconds(30).toMillis();
    /** A job that runs so long without a worker has none. */
    private static final long SILENCE = Duration.ofMinutes(5).toMillis();

    private static final int MOST_AT_ONCE = 1_000;

    /** How many there should be now. */
    public int target(Situation situation) {
        return situation.target(min, max);
    }

    /** @param course after it has had a {@link Course#look} at this situation */
    public Decision decide(Situation situation, Course course) {
        Optional<Decision> wrong = whatIsWrong(situation, course);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        int missing = target(situation) - situation.jobs().size();
        if (missing > 0) {
            return submit(situation, course, missing);
        }
        return shed(situation, course, -missing);
    }

    private static Optional<Decision> whatIsWrong(Situation situation, Course course) {
        List<WorkerJob> never =
                some(situation, job -> job.isWaiting() && job.reason().isNever());
        if (!never.isEmpty()) {
            WorkerJob first = never.get(0);
            return Optional.of(new Cancel(
                    ids(never), true, first.reasonText() + ": " + first.reason().plain()));
        }
        List<WorkerJob> silent = some(situation, job -> job.isSilent(situation.now(), SILENCE));
        if (!silent.isEmpty()) {
            String why = "its worker did not reach the head within " + SILENCE / 60_000 + " minutes";
            return Optional.of(new Cancel(ids(silent), true, why));
        } else if (!course.isStopped()) {
            return Optional.empty();
        }
        List<WorkerJob> waiting = some(situation, WorkerJob::isWaiting);
        return waiting.isEmpty()
                ? Optional.empty()
                : Optional.of(new Cancel(ids(waiting), false, "no more worker jobs: " + course.stopped()));
    }

    private static Decision submit(Situation situation, Course course, int missing) {
        Optional<WorkerJob> limited = situation.jobs().stream()
                .filter(job -> job.isWaiting() && job.reason().isOwnLimit())
                .findFirst();
        if (course.isStopped()) {
            return new Nothing("no more worker jobs: " + course.stopped());
        } else if (limited.isPresent()) {
            return new Nothing("no more worker jobs while one waits for a limit: "
                    + limited.get().reasonText());
        } else if (situation.now() < course.notBefore()) {
            return new Nothing("the next worker job is not submitted yet: " + course.why());
        }
        return situation.isSure() ? new Submit(Math.min(missing, MOST_AT_ONCE)) : new Nothing("");
    }

    /** Those that wait go first: they have cost nothing. */
    private Decision shed(Situation situation, Course course, int surplus) {
        long now = situation.now();
        boolean isLasting = course.surplusSince() >= 0 && now - course.surplusSince() >= SURPLUS;
        List<WorkerJob> waiting = some(situation, WorkerJob::isWaiting);
        if (surplus > 0 && isLasting && !waiting.isEmpty()) {
            List<WorkerJob> last = waiting.subList(Math.max(0, waiting.size() - surplus), waiting.size());
            return new Cancel(ids(last), false, "nothing waits that could use them");
        }
        List<WorkerJob> idle = situation.jobs().stream()
                .filter(job -> job.isUseless() && now - job.useSince() >= idleTimeout)
                .sorted(Comparator.comparing(WorkerJob::useSince))
                .toList();
        // While something waits, one that has been idle all the time is of no use for it.
        int most = situation.wanted() > 0 ? idle.size() : Math.min(surplus, idle.size());
        if (most == 0) {
            return new Nothing("");
        }
        List<WorkerJob> gone = idle.subList(0, most);
        boolean isFailure = situation.wanted() > 0 && gone.stream().noneMatch(WorkerJob::served);
        return new Dismiss(
                ids(gone),
                isFailure,
                isFailure
                        ? "nothing that waits could run there"
                        : "there has been nothing to do for " + Durations.text(Duration.ofMillis(idleTimeout)));
    }

    private static List<WorkerJob> some(Situation situation, Predicate<WorkerJob> which) {
        return situation.jobs().stream().filter(which).toList();
    }

    private static List<String> ids(List<WorkerJob> jobs) {
        return jobs.stream().map(WorkerJob::id).toList();
    }
}
