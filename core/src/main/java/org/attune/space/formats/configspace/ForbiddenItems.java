package org.attune.space.formats.configspace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.text.CodePoints;

/** {@code forbiddens}, as a version has them. */
final class ForbiddenItems {
    private final SearchSpace space;
    private final Dialect dialect;
    private final List<String> unsayable;

    ForbiddenItems(SearchSpace space, Dialect dialect, List<String> unsayable) {
        this.space = space;
        this.dialect = dialect;
        this.unsayable = unsayable;
    }

    /** Before 1.0 as they were given; since then those of parameters that are always active first, and in the order of what Python prints for them. */
    List<Object> items() {
        Comparator<Clause> order = Comparator.comparing(this::isConditional);
        List<Clause> clauses = dialect.isOld()
                ? space.forbidden()
                : space.forbidden().stream().sorted(order).toList();
        List<Map<String, Object>> items = new ArrayList<>();
        clauses.forEach(clause -> items.add(item(clause)));
        if (!dialect.isOld() && unsayable.isEmpty()) {
            int conditional = (int) clauses.stream().filter(this::isConditional).count();
            int first = items.size() - conditional;
            Comparator<Map<String, Object>> byText = Comparator.comparing(ForbiddenText::of, CodePoints.ORDER);
            items.subList(0, first).sort(byText);
            items.subList(first, items.size()).sort(byText);
        }
        return new ArrayList<>(items);
    }

    private boolean isConditional(Clause clause) {
        return clause.parameters().stream().anyMatch(space.conditions()::containsKey);
    }

    private Map<String, Object> item(Clause any) {
        Clause clause = ClauseWords.plain(any);
        if (clause instanceof Clause.All all) {
            return group("AND", all.clauses());
        } else if (clause instanceof Clause.Any either) {
            return dialect.isAtLeast(Dialect.V1_2)
                    ? group("OR", either.clauses())
                    : refuse(clause, "only 1.2 has OR in clauses. Forbid each of the combinations by itself");
        } else if (clause instanceof Clause.In in) {
            return item("IN", in.parameter(), "values", in.values());
        } else if (clause instanceof Clause.Compare compare) {
            return compare(compare);
        } else if (clause instanceof Clause.Relate relate) {
            return relation(relate);
        }
        Clause.Active active = (Clause.Active) clause;
        Optional<Clause> listed =
                active.active() ? ClauseWords.isActive(space.parameter(active.parameter())) : Optional.empty();
        return listed.map(this::item)
                .orElseGet(() -> refuse(
                        clause,
                        active.active()
                                ? "'" + active.parameter() + "' has values that cannot be listed"
                                : "a clause cannot ask for an inactive parameter"));
    }

    private Map<String, Object> compare(Clause.Compare compare) {
        Parameter parameter = space.parameter(compare.parameter());
        Optional<String> fault = ClauseWords.fault(space, compare);
        if (fault.isPresent()) {
            return refuse(compare, fault.get());
        }
        boolean listed = parameter instanceof ChoiceParameter;
        boolean ordered = compare.comparison().ordered();
        if (compare.comparison() == Comparison.EQUAL) {
            return literal("EQUALS", compare);
        } else if (ordered && dialect.isAtLeast(Dialect.V1_2)) {
            return literal("CLAUSE_" + code(compare.comparison()), compare);
        } else if (listed) {
            Clause.In left = ClauseWords.choices((ChoiceParameter) parameter, compare);
            return left.values().isEmpty() ? refuse(compare, "it never holds") : item(left);
        } else if (!ordered && dialect.isAtLeast(Dialect.V1_2) && parameter.size() > 1) {
            return item(ClauseWords.either(compare));
        }
        return refuse(
                compare,
                parameter.size() == 1
                        ? "it never holds"
                        : ordered ? "only 1.2 compares by order in clauses" : "a clause cannot say it of a number");
    }

    private Map<String, Object> relation(Clause.Relate relate) {
        Comparison comparison = relate.comparison();
        boolean strict = comparison == Comparison.LESS || comparison == Comparison.GREATER;
        if (comparison == Comparison.NOT_EQUAL) {
            return refuse(relate, "no relation says that two parameters differ");
        } else if (!dialect.isAtLeast(Dialect.V0_6)) {
            return refuse(relate, "relations of two parameters came with 0.6");
        } else if (!strict && comparison != Comparison.EQUAL && !dialect.isAtLeast(Dialect.V1_2)) {
            return refuse(
                    relate, "only 1.2 has " + comparison.symbol() + ". Forbid '<' or '>', and '=' in a second clause");
        } else if (comparison.ordered() && !kind(relate.left()).equals(kind(relate.right()))) {
            return refuse(relate, "values of different kinds have no order");
        }
        Map<String, Object> item = new LinkedHashMap<>();
        if (!dialect.isOld()) {
            item.put("type", "RELATION_" + code(comparison));
        }
        item.put("left", relate.left());
        item.put("right", relate.right());
        if (dialect.isOld()) {
            item.put("type", "RELATION");
            item.put("lambda", comparison == Comparison.EQUAL ? "EQUALS" : comparison.name());
        }
        return item;
    }

    private static String code(Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> "EQ";
            case NOT_EQUAL -> "NEQ";
            case LESS -> "LT";
            case AT_MOST -> "LE";
            case GREATER -> "GT";
            case AT_LEAST -> "GE";
        };
    }

    /** Python orders numbers (and booleans, which are numbers to it) among themselves, and texts. */
    private String kind(String name) {
        Parameter parameter = space.parameter(name);
        List<Object> values = parameter instanceof ChoiceParameter choice
                ? choice.choices()
                : Collections.singletonList(parameter.standard());
        if (values.stream().allMatch(value -> value instanceof Number)) {
            return "number";
        }
        return values.stream().allMatch(value -> value instanceof String) ? "text" : "other than " + name;
    }

    private Map<String, Object> literal(String type, Clause.Compare compare) {
        return item(type, compare.parameter(), "value", ClauseWords.value(space, compare));
    }

    private Map<String, Object> group(String type, List<Clause> clauses) {
        List<Object> items = new ArrayList<>();
        clauses.forEach(clause -> items.add(item(clause)));
        String first = dialect.isOld() ? clauses.get(0).parameters().iterator().next() : null;
        return item(type, first, "clauses", items);
    }

    private Map<String, Object> item(String type, String name, String key, Object value) {
        Map<String, Object> item = new LinkedHashMap<>();
        if (!dialect.isOld()) {
            item.put("type", type);
        }
        if (name != null) {
            item.put("name", name);
        }
        if (dialect.isOld()) {
            item.put("type", type);
        }
        item.put(key, value);
        return item;
    }

    private Map<String, Object> refuse(Clause clause, String why) {
        unsayable.add("It is forbidden that " + clause + ", but " + why + ".");
        return Map.of();
    }
}
