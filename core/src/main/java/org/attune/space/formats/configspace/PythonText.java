package org.attune.space.formats.configspace;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.attune.text.PythonFloat;

/** Values as Python writes them: by {@code json.dumps(value, indent=2)}, and by {@code repr}. */
final class PythonText {
    private PythonText() {}

    /** @param value {@code null}, Boolean, Long, Double, String, lists and maps of these */
    static String json(Object value) {
        StringBuilder text = new StringBuilder();
        json(value, "\n", text);
        return text.toString();
    }

    private static void json(Object value, String margin, StringBuilder text) {
        String inner = margin + "  ";
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            text.append('{');
            for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
                Map.Entry<?, ?> entry = entries.next();
                quoted((String) entry.getKey(), text.append(inner));
                json(entry.getValue(), inner, text.append(": "));
                text.append(entries.hasNext() ? "," : margin + "}");
            }
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            text.append('[');
            for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
                json(items.next(), inner, text.append(inner));
                text.append(items.hasNext() ? "," : margin + "]");
            }
        } else if (value instanceof String string) {
            quoted(string, text);
        } else {
            text.append(
                    value instanceof Map
                            ? "{}"
                            : value instanceof List ? "[]" : value instanceof Double d ? PythonFloat.text(d) : value);
        }
    }

    private static void quoted(String string, StringBuilder text) {
        text.append('"');
        for (char c : string.toCharArray()) {
            int special = "\"\\\n\r\t\b\f".indexOf(c);
            if (special >= 0) {
                text.append('\\').append("\"\\nrtbf".charAt(special));
            } else if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    /** What {@code repr(value)} gives. */
    static String repr(Object value) {
        if (value instanceof String string) {
            return repr(string);
        } else if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        } else if (value instanceof List<?> list) {
            return list.stream().map(PythonText::repr).collect(Collectors.joining(", ", "[", "]"));
        }
        return value == null ? "None" : value instanceof Double d ? PythonFloat.text(d) : String.valueOf(value);
    }

    private static String repr(String string) {
        char quote = string.indexOf('\'') >= 0 && string.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder text = new StringBuilder().append(quote);
        string.codePoints().forEach(c -> {
            int special = "\\\n\r\t".indexOf(c);
            if (special >= 0 || c == quote) {
                text.append('\\').append(special >= 0 ? "\\nrt".charAt(special) : quote);
            } else if (isPrintable(c)) {
                text.appendCodePoint(c);
            } else {
                text.append(String.format(c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
            }
        });
        return text.append(quote).toString();
    }

    private static boolean isPrintable(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> true;
                };
    }
}
