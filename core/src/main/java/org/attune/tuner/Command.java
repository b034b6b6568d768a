package org.attune.tuner;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;
import org.attune.study.Verdict;

/** What a head asks of a {@link TrialRunner}. */
public sealed interface Command {

    /**
     * @param attempt number of the attempt at the trial, from 1
     * @param worker where a place is held for it
     * @param until step at which the scheduler decides on the trial
     * @param from step of the checkpoint to start from, 0 from scratch
     * @param checkpoint folder of that checkpoint, relative to the study's
     * @param timeLeft running time, above zero, after which the runner ends it with {@link org.attune.study.Cause#TIME_LIMIT}
     */
    record Start(
            int trial,
            int attempt,
            String worker,
            Configuration configuration,
            OptionalInt until,
            int from,
            Optional<String> checkpoint,
            Optional<Duration> timeLeft)
            implements Command {}

    /**
     * An attempt that a former head started may still run there: the runner takes it over, or signals its end if it is not to be found.
     *
     * @param worker where it was started
     * @param began whether the former head heard that it runs; else it may never have come to say so to the worker
     */
    record Expect(int trial, int attempt, String worker, boolean began) implements Command {}

    /**
     * A report is durable.
     *
     * @param verdict absent if the trial should go on
     * @param until step at which the scheduler decides on the trial next, which may be later than at its start
     */
    record Answer(int trial, int attempt, long report, Optional<Verdict> verdict, OptionalInt until)
            implements Command {}

    /** The end of an attempt is durable: nothing about it needs to be kept. */
    record Forget(int trial, int attempt) implements Command {}

    /** A running attempt should end: it is asked, then made to after the grace period; at once if {@code now}. */
    record End(int trial, int attempt, boolean now) implements Command {}

    /** What a former head thought of a machine, as {@link Signal.MachineJudged} has it. {@code rest}: what is left of it. */
    record Distrust(String host, int times, Duration rest, String why) implements Command {}

    /** From now on no more attempts are to be placed on a worker than so many at once; absent: as many as there are places. */
    record Spread(OptionalInt most) implements Command {}

    /** A checkpoint, by its folder relative to the study's, is needed no more. */
    record Discard(String checkpoint) implements Command {}
}
