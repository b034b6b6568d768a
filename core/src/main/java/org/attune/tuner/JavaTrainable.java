package org.attune.tuner;

/**
 * A trial in Java. {@link org.attune.Attune#run} calls one instance from several threads at once; a study file that names the class has a process and an instance for each attempt, unless
 * it says {@code start: thread}.
 */
@FunctionalInterface
public interface JavaTrainable {

    /**
     * Runs a trial to its end. Returning normally completes it; an exception fails it, except the one that {@link TrialContext#report} throws.
     */
    void run(TrialContext trial) throws Exception;
}
