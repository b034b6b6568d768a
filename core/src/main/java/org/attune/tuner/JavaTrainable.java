package org.attune.tuner;

/** A trial in Java, run in this process. Instances may be used by several threads at once. */
@FunctionalInterface
public interface JavaTrainable {

    /**
     * Runs a trial to its end. Returning normally completes it; an exception fails it, except the one that {@link TrialContext#report} throws.
     */
    void run(TrialContext trial) throws Exception;
}
