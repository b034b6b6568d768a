package org.attune.space.derived;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Python has and an expression says in another way. */
public final class PythonWords {
    private static final Map<Pattern, String> REMEDIES = new LinkedHashMap<>();
    private static final Map<String, String> CONSTANTS = Map.of("True", "true", "False", "false", "None", "null");

    static {
        REMEDIES.put(Pattern.compile("\\*\\*"), "A power is written as x ^ y.");
        REMEDIES.put(Pattern.compile("//"), "A division without remainder is written as floor(x / y).");
        REMEDIES.put(
                Pattern.compile("\\bif\\b(?!\\s*\\().*\\belse\\b"),
                "A choice between two values is written as if(condition, a, b).");
        REMEDIES.put(Pattern.compile("\\band\\b"), "Write && for and.");
        REMEDIES.put(Pattern.compile("\\bor\\b"), "Write || for or.");
        REMEDIES.put(Pattern.compile("\\bnot\\b"), "Write !(x) for not x.");
    }

    private PythonWords() {}

    /** How the word or sign that touches a character, or stands before it with blanks between, is written here; empty if it is none of Python's. */
    static String remedyAround(String text, int position) {
        for (Map.Entry<Pattern, String> remedy : REMEDIES.entrySet()) {
            Matcher found = remedy.getKey().matcher(text);
            while (found.find()) {
                boolean touches = found.start() < position && position - 1 <= blanksAfter(text, found.end());
                if (touches) {
                    return remedy.getValue();
                }
            }
        }
        return "";
    }

    /** {@code true} for {@code True}. */
    public static Optional<String> constant(String name) {
        return Optional.ofNullable(CONSTANTS.get(name));
    }

    private static int blanksAfter(String text, int end) {
        int at = end;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
