package org.attune.cli.live;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;
import org.attune.study.TrialState;

/**
 * Everything that a picture of a running study shows. Immutable.
 *
 * @param method sampler and scheduler
 * @param metric name of the objective's metric
 * @param goal {@code "min"} or {@code "max"}
 * @param left how long it will take still, estimated from what is done
 * @param limit what is left of the study's time limit
 * @param allocation what is left of the allocation in which it runs
 * @param ended trials in a final state
 * @param trials how many there will be
 * @param rungs in rising order of step; empty without a scheduler that has rungs
 * @param running lowest trial first
 * @param slots how many trials can run at once
 * @param notice what is happening to the study as a whole, or what one can do; may be empty
 */
public record Snapshot(
        String study,
        String method,
        String metric,
        String goal,
        Duration elapsed,
        Optional<Duration> left,
        Optional<Duration> limit,
        Optional<Duration> allocation,
        int ended,
        OptionalInt trials,
        Optional<Best> best,
        List<Rung> rungs,
        List<Running> running,
        int slots,
        Map<TrialState, Integer> counts,
        Optional<Failure> failure,
        String notice) {

    public Snapshot {
        rungs = List.copyOf(rungs);
        running = List.copyOf(running);
        counts = Map.copyOf(counts);
    }

    /** The best report so far. */
    public record Best(int trial, int step, double value, Configuration configuration) {}

    /** Results at a step at which trials are compared. {@code best}: not-a-number before the first. */
    public record Rung(int step, int results, OptionalInt expected, double best) {}

    /** {@code value}: not-a-number before the first report. */
    public record Running(int trial, int step, OptionalInt until, double value, Configuration configuration) {}

    /** The last trial that failed. */
    public record Failure(int trial, String message) {}
}
