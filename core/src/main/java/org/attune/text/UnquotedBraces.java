package org.attune.text;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with a placeholder, as {@code lr={lr}}, that stands without quotes among brackets, where its brace means a mapping. */
final class UnquotedBraces {
    private static final Pattern BEFORE =
            Pattern.compile("(?:.*(?:[,\\[{]|: )|) *([^\\s\\[\\]{},\"'][^\\[\\]{},\"']*)");
    private static final Pattern AFTER = Pattern.compile("(?:\\{[^{}]*}|[^\\[\\]{},])+");

    private UnquotedBraces() {}

    /** The text in quotes, if there is one whose first brace is at the place. */
    static Optional<String> quoted(Place brace) {
        List<String> lines = brace.source().lines();
        if (brace.line() < 1 || brace.line() > lines.size()) {
            return Optional.empty();
        }
        String line = lines.get(brace.line() - 1);
        Matcher before = BEFORE.matcher(line.substring(0, brace.column() - 1));
        Matcher after = AFTER.matcher(line.substring(brace.column() - 1));
        if (!before.matches() || !after.lookingAt()) {
            return Optional.empty();
        }
        String text = before.group(1) + after.group().stripTrailing();
        return Optional.of(text.contains("\"") ? "'" + text.replace("'", "''") + "'" : "\"" + text + "\"");
    }
}
