package org.attune.trial;

/** Where what trials print goes. Safe for use by many threads; whoever appends faster than it is taken may be held up. */
public interface TrialOutput extends AutoCloseable {

    /** Takes what an attempt printed. */
    void append(int trial, int attempt, byte[] bytes);

    /** An attempt will print no more. */
    void finish(int trial, int attempt);

    @Override
    void close();
}
