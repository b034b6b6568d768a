package org.attune.study;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an attempt ended whose failure is taken for that of its machine, as its message has it: {@code failed at once on n2, and is tried again: No space left on device}.
 *
 * @param host name of the machine
 * @param words the program's last ones
 */
public record Excuse(String host, String words) {
    private static final Pattern FORM = Pattern.compile("(?s)failed at once on (\\S+), and is tried again: (.*)");

    public String message() {
        return "failed at once on " + host + ", and is tried again: " + words;
    }

    /** The one in a message, if there is one. */
    public static Optional<Excuse> in(Cause cause, String message) {
        Matcher matcher = FORM.matcher(message);
        return cause == Cause.NODE_LOST && matcher.matches()
                ? Optional.of(new Excuse(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }
}
