package org.attune.tuner;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.study.Cause;
import org.attune.study.Placement;

/** What a {@link TrialRunner} tells the head. A runner that cannot know whether it was heard says the same again: each counts once. */
public sealed interface Signal {

    /** An attempt runs. */
    record Placed(int trial, int attempt, Placement placement) implements Signal {}

    /**
     * A trial reported; if it came with a checkpoint, that already lies in its place.
     *
     * @param report number of the report within the attempt, from 1
     * @param step the trial's own count, or the runner's: one more than the report before, from {@link Command.Start#from}
     * @param metrics may hold not-a-number and infinities
     * @param checkpoint folder relative to the study's
     */
    record Reported(
            int trial, int attempt, long report, int step, Map<String, Double> metrics, Optional<String> checkpoint)
            implements Signal {}

    /**
     * An attempt is over and nothing of it is left. {@code cause}: what the runner saw; an attempt that ended after it was told to is judged by what it was told.
     * {@code PREEMPTED} with an exit code: somebody else killed its process, and {@code message} says how ({@code killed by signal KILL, but not by Attune}).
     *
     * @param message one line that says what went wrong; empty if nothing did
     */
    record AttemptOver(int trial, int attempt, Cause cause, String message, OptionalInt exit) implements Signal {}

    /**
     * A machine gets no more of these trials for a while, or is used again.
     *
     * @param times how often in a row that was so; 0: it was not to blame
     * @param rest for how long; zero: it is tried again
     * @param why for people
     */
    record MachineJudged(String host, int times, Duration rest, String why) implements Signal {}

    /** There may be room for more: {@link TrialRunner#reserve} was in vain, and may not be now. */
    record Room() implements Signal {}

    /** The runner cannot go on, for a reason that is no trial's: the study ends, to go on when the reason is removed. */
    record Broken(String reason) implements Signal {}
}
