package org.attune.cli;

/** What the program's exit tells scripts. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int STOPPED_BY_FAILURES = 1;
    /** Of the configurations that were to be checked. */
    public static final int SOME_INVALID = 1;

    public static final int BAD_INPUT = 2;
    public static final int FAULT_OF_ATTUNE = 70;
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
