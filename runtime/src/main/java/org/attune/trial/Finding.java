package org.attune.trial;

import java.util.Optional;

/**
 * What a part of the output says about a program's death.
 *
 * @param at index of the line where that part begins
 * @param text one line
 * @param origin what led to it, such as {@code caused by KeyError: 'x'}; may be empty
 */
record Finding(int at, String text, String origin) {
    private static final int LONGEST = 300;

    Finding(int at, String text) {
        this(at, text, "");
    }

    /** Tells of the origin too, unless the words tell it already. */
    Finding from(String relation, String cause) {
        String message = cause.substring(cause.indexOf(' ') + 1);
        return text.contains(message) ? this : new Finding(at, text, relation + " " + cause);
    }

    /** The one that begins later in the output. */
    static Optional<Finding> later(Optional<Finding> a, Optional<Finding> b) {
        return a.isEmpty() || (b.isPresent() && b.get().at() >= a.get().at()) ? b : a;
    }

    /** All of it, but nothing at too great length. */
    String line() {
        return brief(text) + (origin.isEmpty() ? "" : " (" + brief(origin) + ")");
    }

    private static String brief(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
