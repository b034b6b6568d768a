package org.attune.trial;

/** Numbers under which the output of the parts of an attempt is kept apart: that of rank 0 is the attempt's own, others have their rank in the bits above. */
public final class OutputPart {
    private static final int ATTEMPT_BITS = 20;

    private OutputPart() {}

    public static int of(int attempt, int rank) {
        return rank << ATTEMPT_BITS | attempt;
    }

    /** The attempt of such a number. */
    public static int attempt(int number) {
        return number & (1 << ATTEMPT_BITS) - 1;
    }

    static int rank(int number) {
        return number >>> ATTEMPT_BITS;
    }
}
