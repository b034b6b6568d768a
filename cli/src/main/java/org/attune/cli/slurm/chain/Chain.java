package org.attune.cli.slurm.chain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.attune.cli.live.Numbers;
import org.attune.engine.slurm.JobState;

/**
 * The allocations of a submission, one after the other.
 *
 * @param budget time of all of them together
 * @param time limit of each
 * @param links in the order in which they were submitted
 */
public record Chain(Duration budget, Duration time, List<Link> links) {
    /** Slurm counts in minutes. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    public Chain {
        links = List.copyOf(links);
    }

    /** What an allocation that has begun is to do. */
    public sealed interface Step {
        /** Nothing: it is over. */
        record Over(String why) implements Step {}

        /** Run, and none follows. */
        record Last(String why) implements Step {}

        /** Run, and have one follow with this limit. */
        record Follow(Duration limit) implements Step {}

        /** Run; one waits already. */
        record Followed(long job) implements Step {}
    }

    /**
     * @param job that has begun
     * @param progress how far the study is
     * @param end why the study is over
     */
    public Step at(long job, long progress, Optional<String> end) {
        Link now = link(job);
        // Whoever submits a study that is over has more in mind, such as more trials.
        Optional<String> over = end.filter(
                        why -> before(now).anyMatch(link -> link.begun().isPresent()))
                .or(() -> cancelled(now))
                .or(() -> stalled(before(now).toList(), progress));
        if (over.isPresent()) {
            return new Step.Over(over.get());
        }
        Optional<Link> next = links.stream()
                .filter(link -> link.after().isPresent() && link.after().getAsLong() == job)
                .filter(link -> link.state().isEmpty())
                .reduce((first, last) -> last);
        if (next.isPresent()) {
            return new Step.Followed(next.get().job());
        }
        Duration left = left(now);
        return left.compareTo(LEAST) < 0
                ? new Step.Last("the budget of " + Numbers.text(budget) + " ends with it")
                : new Step.Follow(left.compareTo(time) < 0 ? left : time);
    }

    /** Why nothing should follow an allocation whose work has ended, while the study is not over. */
    public Optional<String> atEnd(long job, long progress) {
        Link now = link(job);
        return stalled(Stream.concat(before(now), Stream.of(now)).toList(), progress);
    }

    /** What is left of the budget when an allocation that runs has used all of its time; whole minutes. */
    private Duration left(Link now) {
        Duration used = before(now).map(Link::used).reduce(Duration.ZERO, Duration::plus);
        Duration left = budget.minus(used).minus(now.lost()).minus(now.limit().orElse(time));
        return Duration.ofMinutes(left.toMinutes());
    }

    /** What is left of the budget. */
    Duration unused() {
        Duration left = budget.minus(links.stream().map(Link::used).reduce(Duration.ZERO, Duration::plus));
        return Duration.ofMinutes(left.toMinutes());
    }

    /** Limits of the allocations that all of the budget is for. */
    public List<Duration> plan() {
        long whole = budget.dividedBy(time);
        Duration rest =
                Duration.ofMinutes(budget.minus(time.multipliedBy(whole)).toMinutes());
        return Stream.concat(Stream.generate(() -> time).limit(whole), Stream.of(rest))
                .filter(limit -> limit.compareTo(LEAST) >= 0)
                .toList();
    }

    /** Somebody who cancels a job means the study, and not only half an hour of it. */
    private Optional<String> cancelled(Link now) {
        return before(now)
                .filter(link -> link.job() == now.after().orElse(-1))
                .filter(link -> link.state().equals(Optional.of(JobState.CANCELLED)))
                .map(link -> "job " + link.job() + ", which it follows, was cancelled")
                .findFirst();
    }

    /** Two allocations in a row that brought nothing, by no fault of the machine's. */
    private static Optional<String> stalled(List<Link> ended, long progress) {
        if (ended.size() < 2) {
            return Optional.empty();
        }
        List<Link> last = ended.subList(ended.size() - 2, ended.size());
        boolean isStalled = last.stream().noneMatch(Link::isLoss)
                && last.stream()
                        .allMatch(link -> link.foundRun()
                                || link.progress().isPresent()
                                        && link.progress().getAsLong() == progress);
        return isStalled
                ? Optional.of("jobs " + last.get(0).job() + " and "
                        + last.get(1).job() + " brought no report and no end of a trial")
                : Optional.empty();
    }

    private Stream<Link> before(Link now) {
        return links.stream().takeWhile(link -> link.job() != now.job());
    }

    private Link link(long job) {
        return links.stream().filter(link -> link.job() == job).findFirst().orElseThrow();
    }
}
