package org.attune.spec;

import java.util.Locale;

/** How a Python function is started. What it does is the same; the later ones only take longer. */
public enum Start {
    /** Forked from a process in which its imports are loaded; where that is not safe, as {@link #AHEAD}. */
    FORK,
    /** In a process that was started before it was wanted, and has its imports loaded. */
    AHEAD,
    /** In a process of its own from the beginning. */
    FRESH;

    /** As a study file writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
