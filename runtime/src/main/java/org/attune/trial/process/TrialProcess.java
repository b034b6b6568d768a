package org.attune.trial.process;

import java.io.InputStream;
import java.io.OutputStream;
import org.attune.spec.Start;

/** A program that runs in a process group of its own. Safe for use by many threads. */
public interface TrialProcess extends AutoCloseable {

    /** Process id of the program, which is its group's too. */
    long pid();

    /** How it came to be. */
    Start way();

    /** The other end of descriptor 4. */
    InputStream reports();

    /** The other end of descriptor 3. */
    OutputStream answers();

    /** What the program prints, to standard output and standard error. */
    InputStream output();

    /** Sends {@code TERM}, {@code KILL} or {@code URG}, which asks for nothing that ends, to all of the group that is left; does nothing once it is over. */
    void signal(String name);

    /**
     * Waits until the program has ended and sees to it that nothing of it is left: what it started is killed, but if the program was asked to end by {@code TERM}, its group has
     * the rest of the grace period too.
     */
    Ended awaitEnd() throws InterruptedException;

    /** Looks once more for what is left, because somebody still holds a pipe. */
    void sweep();

    /** Lets go of the pipes. */
    @Override
    void close();
}
