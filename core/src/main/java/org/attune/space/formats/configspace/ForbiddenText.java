package org.attune.space.formats.configspace;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What Python prints for a forbidden clause of ConfigSpace 1.x, by which its files are sorted. */
final class ForbiddenText {
    private static final Map<String, String> SYMBOLS =
            Map.of("EQUALS", "==", "EQ", "==", "LT", "<", "LE", "<=", "GT", ">", "GE", ">=");

    private ForbiddenText() {}

    /** @param item as a file of 1.x has it */
    static String of(Map<?, ?> item) {
        String type = (String) item.get("type");
        String symbol = SYMBOLS.get(type.substring(type.indexOf('_') + 1));
        return switch (type) {
            case "AND" -> joined(item, " && ");
            case "OR" -> joined(item, " || ");
            case "IN" ->
                "Forbidden: " + item.get("name") + " in "
                        + ((List<?>) item.get("values"))
                                .stream().map(PythonText::repr).collect(Collectors.joining(", ", "{", "}"));
            default ->
                "Forbidden: "
                        + (item.containsKey("left")
                                ? item.get("left") + " " + symbol + " " + item.get("right")
                                : item.get("name") + " " + symbol + " " + PythonText.repr(item.get("value")));
        };
    }

    private static String joined(Map<?, ?> item, String word) {
        return ((List<?>) item.get("clauses"))
                .stream().map(clause -> of((Map<?, ?>) clause)).collect(Collectors.joining(word, "(", ")"));
    }
}
