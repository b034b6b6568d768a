package org.attune.study;

/** How an attempt ended that was seen to use too much memory, as its message has it: {@code it used 4.3 GB, over its limit of 4.0 GB}. Nobody else can be to blame. */
public final class Overuse {
    private static final String BEGINNING = "it used ";

    private Overuse() {}

    /** @param used with its unit */
    public static String message(String used, String more) {
        return BEGINNING + used + ", " + more;
    }

    /** Whether an attempt ended so. */
    public static boolean isIn(Cause cause, String message) {
        return cause == Cause.OUT_OF_MEMORY && message.startsWith(BEGINNING);
    }
}
