package org.attune.study;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an attempt ended whose job took more memory than it had while others ran in it, as its message has it: {@code its job 12 took more memory than it had, with 3 trials in it}.
 *
 * @param job its number
 * @param trials how many ran beside each other
 */
public record SharedEnd(String job, int trials) {
    private static final Pattern FORM = Pattern.compile(
            "(?s)(?:.* )?its job (\\S+) took more memory than it had, with (\\d{1,9}) trials? in it\\b.*");

    public String words() {
        return "its job " + job + " took more memory than it had, with " + trials
                + (trials == 1 ? " trial in it" : " trials in it");
    }

    /** The one in a message, if there is one. */
    public static Optional<SharedEnd> in(Cause cause, String message) {
        Matcher matcher = FORM.matcher(message);
        return cause == Cause.NODE_LOST && matcher.matches()
                ? Optional.of(new SharedEnd(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }
}
