package org.attune.space.formats.configspace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.Parameter;
import org.attune.text.TextNode;

/** Reads one of {@code conditions}. */
final class ConditionReader {
    private static final Map<String, List<String>> KINDS = kinds();

    private final StatementReader statements;
    private final Set<String> conditional;

    /** @param conditional names of the parameters that have a condition */
    ConditionReader(StatementReader statements, Set<String> conditional) {
        this.statements = statements;
        this.conditional = conditional;
    }

    record Condition(String child, Clause clause) {}

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        List.of("EQ", "NEQ", "LT", "GT").forEach(type -> kinds.put(type, List.of("type", "child", "parent", "value")));
        kinds.put("IN", List.of("type", "child", "parent", "values"));
        List.of("AND", "OR").forEach(type -> kinds.put(type, List.of("type", "child", "conditions")));
        return kinds;
    }

    Optional<Condition> read(TextNode node) {
        Optional<Item> item = Item.read("condition", node, KINDS, statements.problems());
        return item.flatMap(known -> {
            Optional<Parameter> child = statements.parameter(known, "child");
            Optional<Clause> clause = clause(known);
            return child.isEmpty() || clause.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Condition(child.get().name(), clause.get()));
        });
    }

    private Optional<Clause> clause(Item item) {
        return switch (item.type()) {
            case "EQ" -> statements.compare(item, "parent", Comparison.EQUAL);
            case "NEQ" ->
                statements.compare(item, "parent", Comparison.NOT_EQUAL).map(this::alsoInactive);
            case "LT" -> statements.compare(item, "parent", Comparison.LESS);
            case "GT" -> statements.compare(item, "parent", Comparison.GREATER);
            case "IN" -> statements.in(item, "parent");
            case "AND" -> parts(item).map(Clause.All::new);
            default -> parts(item).map(Clause.Any::new);
        };
    }

    /** In ConfigSpace != holds for a parent that is not active, unlike all other comparisons. */
    private Clause alsoInactive(Clause differs) {
        String parent = ((Clause.Compare) differs).parameter();
        return conditional.contains(parent) ? Clause.any(differs, Clause.inactive(parent)) : differs;
    }

    private Optional<List<Clause>> parts(Item item) {
        return statements.all(
                item,
                "conditions",
                node -> read(node).flatMap(part -> {
                    if (!item.node().entries().containsKey("child")
                            || part.child().equals(item.fields().raw("child").value())) {
                        return Optional.of(part.clause());
                    }
                    statements
                            .problems()
                            .add(
                                    node.entries().get("child").value().place(),
                                    "the parts of a condition must have its child, but got '" + part.child() + "'.",
                                    "");
                    return Optional.empty();
                }));
    }
}
