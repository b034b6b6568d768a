package org.attune.space.formats.configspace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads one of {@code forbiddens}. */
final class ForbiddenReader {
    private static final Map<String, Comparison> ORDER = Map.of(
            "LT", Comparison.LESS,
            "LE", Comparison.AT_MOST,
            "EQ", Comparison.EQUAL,
            "GE", Comparison.AT_LEAST,
            "GT", Comparison.GREATER);
    /** Before 1.0 the comparison of a relation was a word of its own. */
    private static final Map<String, Comparison> WORDS = Map.of(
            "LESS", Comparison.LESS,
            "EQUALS", Comparison.EQUAL,
            "GREATER", Comparison.GREATER,
            "LT", Comparison.LESS,
            "EQ", Comparison.EQUAL,
            "GT", Comparison.GREATER);

    private static final Map<String, List<String>> KINDS = kinds();

    private final StatementReader statements;

    ForbiddenReader(StatementReader statements) {
        this.statements = statements;
    }

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("EQUALS", List.of("type", "name", "value"));
        kinds.put("IN", List.of("type", "name", "values"));
        // Before 1.0 these had the name of their first clause, which says nothing.
        List.of("AND", "OR").forEach(type -> kinds.put(type, List.of("type", "name", "clauses")));
        List.of("LT", "LE", "GT", "GE")
                .forEach(order -> kinds.put("CLAUSE_" + order, List.of("type", "name", "value")));
        List.of("LT", "LE", "EQ", "GT", "GE")
                .forEach(order -> kinds.put("RELATION_" + order, List.of("type", "left", "right")));
        kinds.put("RELATION", List.of("type", "left", "right", "lambda"));
        return kinds;
    }

    Optional<Clause> read(TextNode node) {
        return Item.read("forbidden clause", node, KINDS, statements.problems()).flatMap(this::clause);
    }

    private Optional<Clause> clause(Item item) {
        String order = item.type().substring(item.type().indexOf('_') + 1);
        return switch (item.type()) {
            case "EQUALS" -> statements.compare(item, "name", Comparison.EQUAL);
            case "IN" -> statements.in(item, "name");
            case "AND" -> statements.all(item, "clauses", this::read).map(Clause.All::new);
            case "OR" -> statements.all(item, "clauses", this::read).map(Clause.Any::new);
            case "RELATION" ->
                item.fields()
                        .require("lambda", "", ForbiddenReader::word)
                        .flatMap(comparison -> statements.relate(item, comparison));
            default ->
                item.type().startsWith("CLAUSE")
                        ? statements.compare(item, "name", ORDER.get(order))
                        : statements.relate(item, ORDER.get(order));
        };
    }

    private static Comparison word(String label, TextNode node) {
        if (node.value() instanceof String word && WORDS.containsKey(word)) {
            return WORDS.get(word);
        }
        throw Values.wrong(label, "LESS, EQUALS or GREATER", node, "");
    }
}
