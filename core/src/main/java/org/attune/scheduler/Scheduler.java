package org.attune.scheduler;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * Decides how long trials run.
 *
 * <p>A scheduler is a function of its settings and of the calls so far: no clock, no I/O, no threads, no random numbers of a shared stream. {@link
 * #next} changes nothing; the other methods take in what has happened, in order, and return what follows from it. A study that is opened again makes the
 * same calls and gets the same decisions.
 *
 * <p>For each result of a trial there is exactly one {@link Decision.Observe}, however the trial ended, unless it was {@link #cancelled}.
 */
public interface Scheduler {

    /**
     * What a free slot should do now.
     *
     * @param ready whether a trial that was told to pause has let go of its slot
     */
    NextStep next(IntPredicate ready);

    /** A trial was created in a bracket, as {@link #next} offered. */
    void created(int trial, int bracket);

    /** A running trial reported the loss of a step later than all before; the losses are infinite where the metric was no number. */
    List<Decision> reported(int trial, int step, double loss);

    /** A trial's program ended by itself, with success; or a stop rule of the study file was met. {@code loss} is its last one, infinite without a report. */
    List<Decision> finished(int trial, double loss);

    /** A trial's program failed. */
    List<Decision> failed(int trial);

    /** A trial was given up through no fault of its own. */
    List<Decision> cancelled(int trial);
}
