package org.attune.tuner;

/** How a run ended. */
public enum Outcome {
    /** All trials are over. */
    TRIALS,
    /** The objective reached the study's target. */
    TARGET,
    /** The study's time is used up. */
    TIME,
    /** Too many trials failed, or all that there are ended without a value of the objective. */
    FAILURES,
    /** It was interrupted and can go on. */
    INTERRUPTED,
    /** Its allocation ends, or has too little time left for anything: it goes on in the next one. */
    ALLOCATION;

    /** Whether the same command goes on with it. */
    public boolean goesOn() {
        return this == INTERRUPTED || this == ALLOCATION;
    }

    /** The word that the journal keeps for it. */
    public String reason() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Outcome of(String reason) {
        return valueOf(reason.toUpperCase(java.util.Locale.ROOT));
    }
}
