package org.attune.text;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** JSON values as people write them in YAML on one line, with quotes where they are needed: {@code {type: int, low: 1}}. */
public final class YamlText {
    private static final Pattern PLAIN =
            Pattern.compile("[\\p{L}\\p{N}_./+-]([\\p{L}\\p{N}_./+ -]*[\\p{L}\\p{N}_./+-])?");
    /** What YAML, be it 1.1, takes for something else than a text, or may take for it. */
    private static final Pattern NO_TEXT =
            Pattern.compile("(?i)null|true|false|yes|no|on|off|y|n|[-+]?\\.(inf|nan)|[-+.]*"
                    + "|[-+.]?[0-9][0-9a-fxo_.+-]*|[-+.].*|.* -.*");

    private YamlText() {}

    /** A value that {@link YamlTree} reads as an equal one. */
    public static String of(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> text((String) entry.getKey()) + ": " + of(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (value instanceof List<?> list) {
            return list.stream().map(YamlText::of).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof String text ? text(text) : Json.plain(value);
    }

    /** A number that need not tell whether it is whole: {@code 1} for 1.0. */
    public static String number(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e6;
        return whole && Double.compare(number, -0.0) != 0 ? Long.toString((long) number) : Json.plain(number);
    }

    /** A text, in quotes if it needs them; also as a key. */
    public static String text(String text) {
        if (PLAIN.matcher(text).matches() && !NO_TEXT.matcher(text).matches()) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(character -> {
            switch (character) {
                case '"', '\\' -> quoted.append('\\').append((char) character);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default ->
                    quoted.append(
                            isShown(character)
                                    ? Character.toString(character)
                                    : String.format(character > 0xffff ? "\\U%08x" : "\\u%04x", character));
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isShown(int character) {
        boolean breaks = character == 0x85 || character == 0x2028 || character == 0x2029 || character == 0xfeff;
        return character >= ' ' && !breaks && StreamReader.isPrintable(character);
    }
}
