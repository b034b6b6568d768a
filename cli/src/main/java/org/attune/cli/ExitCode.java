package org.attune.cli;

/** What the program's exit tells scripts. */
final class ExitCode {
    static final int OK = 0;
    static final int STOPPED_BY_FAILURES = 1;
    static final int BAD_INPUT = 2;
    static final int FAULT_OF_ATTUNE = 70;
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
