package org.attune.scheduler;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Decides how long trials run.
 *
 * <p>A scheduler is a function of its settings and of the calls so far: no clock, no I/O, no threads, no shared stream of random numbers. {@link
 * #next(IntPredicate, Predicate)} and {@link #until} change nothing; the other methods take in what has happened, in order, and return what follows from it. A study
 * that is opened again makes the same calls and gets the same decisions.
 *
 * <p>The life of a trial: {@code created}, any number of {@code reported}, perhaps a {@link Decision.Pause} followed by {@code resumed} and
 * more reports, and one of: a {@link Decision.Stop} or {@link Decision.Complete}, {@code finished}, {@code failed}, {@code cancelled}. Each result is
 * observed exactly once, however the trial ended, unless it was cancelled. Losses are positive infinity where the metric was no number.
 */
public interface Scheduler {

    /**
     * What a free slot should do now.
     *
     * @param paused whether a trial that was told to pause has let go of its slot
     */
    default NextStep next(IntPredicate paused) {
        return next(paused, start -> true);
    }

    /**
     * The same, where not everything is to begin now: what is refused waits, and another goes first.
     *
     * @param fits asked in order, until it says so
     */
    NextStep next(IntPredicate paused, Predicate<NextStep.Start> fits);

    /** Step at which the next decision on an unfinished trial is due; empty if none is. */
    OptionalInt until(int trial);

    /** How many trials there may be in all has changed; at the beginning there is no limit. */
    List<Decision> limit(int trials);

    /** A trial was created in a bracket, as {@link #next(IntPredicate, Predicate)} offered. */
    void created(int trial, int bracket);

    /** A paused trial goes on, as {@link #next(IntPredicate, Predicate)} offered. */
    void resumed(int trial);

    /** A trial reported the loss of a step later than all before. */
    List<Decision> reported(int trial, int step, double loss);

    /** A trial's program ended by itself, with success, or a stop rule of the study was met. {@code loss}: its last. */
    List<Decision> finished(int trial, double loss);

    /** A trial's program failed. */
    List<Decision> failed(int trial);

    /** A trial was given up through no fault of its own. */
    List<Decision> cancelled(int trial);
}
