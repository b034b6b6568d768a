package org.attune.tuner;

/**
 * What runs a trial in Java. {@link org.attune.Attune#run} calls one instance from several threads at once. For a study
 * file that names the class each attempt is a process with an instance of its own, unless the file says
 * {@code start: thread}.
 */
@FunctionalInterface
public interface JavaTrainable {

    /**
     * Runs a trial. Returning completes it; an exception fails it, except {@link TrialContext.TrialEnded}. A trial that has
     * to end is interrupted, and must return soon after.
     */
    void run(TrialContext trial) throws Exception;
}
