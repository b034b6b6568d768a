package org.attune.cli;

import org.attune.tuner.Outcome;

/** What the program's exit tells scripts. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int STOPPED_BY_FAILURES = 1;
    /** Of the configurations that were to be checked. */
    public static final int SOME_INVALID = 1;
    /** Of what was looked at. */
    public static final int SOME_RED = 1;

    public static final int BAD_INPUT = 2;
    public static final int FAULT_OF_ATTUNE = 70;
    /** The study goes on by the same command in the next allocation. */
    public static final int NEXT_ALLOCATION = 75;

    public static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** Whether the same command would go on with the study of a run that ended so. */
    public static boolean goesOn(int code) {
        return code == INTERRUPTED || code == NEXT_ALLOCATION;
    }

    /** Of a run that ended so. */
    static int of(Outcome outcome) {
        return switch (outcome) {
            case TRIALS, TARGET, TIME -> OK;
            case FAILURES -> STOPPED_BY_FAILURES;
            case INTERRUPTED -> INTERRUPTED;
            case ALLOCATION -> NEXT_ALLOCATION;
        };
    }
}
