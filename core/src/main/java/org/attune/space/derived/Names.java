package org.attune.space.derived;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression in which every name is one that EvalEx knows as such: {@code adam.beta} and {@code {batch-size}} are replaced by words of the same length.
 *
 * @param text of the same length as the expression
 * @param names what stands at which character, from 1
 */
record Names(String text, Map<Integer, String> names) {
    private static final Pattern PIECE = Pattern.compile(
            "(?<text>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')|\\{(?<braces>[^{}]+)}|(?<number>(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)"
                    + "|(?<name>[\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}_][\\p{L}\\p{N}_]*)*)(?<call>\\s*\\()?",
            Pattern.DOTALL);

    static Names of(String expression) {
        StringBuilder text = new StringBuilder(expression);
        Map<Integer, String> names = new LinkedHashMap<>();
        Matcher piece = PIECE.matcher(expression);
        while (piece.find()) {
            String name = piece.group("braces") != null ? piece.group("braces") : piece.group("name");
            if (name != null && piece.group("call") == null) {
                names.put(piece.start() + 1, name);
                int end = piece.group("braces") != null ? piece.end() : piece.end("name");
                for (int i = piece.start(); i < end; i++) {
                    boolean isWord = Character.isLetterOrDigit(expression.charAt(i));
                    text.setCharAt(i, i == piece.start() ? 'x' : isWord ? expression.charAt(i) : '_');
                }
            }
        }
        return new Names(text.toString(), names);
    }
}
