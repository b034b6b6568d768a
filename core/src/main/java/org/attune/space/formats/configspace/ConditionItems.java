package org.attune.space.formats.configspace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;

/** {@code conditions}, as a version has them. */
final class ConditionItems {
    private final SearchSpace space;
    private final Dialect dialect;
    private final List<String> unsayable;

    ConditionItems(SearchSpace space, Dialect dialect, List<String> unsayable) {
        this.space = space;
        this.dialect = dialect;
        this.unsayable = unsayable;
    }

    List<Object> items() {
        List<Object> items = new ArrayList<>();
        for (String child : children()) {
            items.add(item(child, space.conditions().get(child)));
        }
        return items;
    }

    /** From 1.0 in the order of the children, before in that of the parents, and of the children for each. */
    private Set<String> children() {
        Set<String> children = new LinkedHashSet<>();
        if (dialect.isOld()) {
            for (Parameter parent : space.parentsFirst()) {
                space.parentsFirst().stream()
                        .map(Parameter::name)
                        .filter(child -> space.conditions().containsKey(child)
                                && space.conditions().get(child).parameters().contains(parent.name()))
                        .forEach(children::add);
            }
        }
        space.parentsFirst().stream()
                .map(Parameter::name)
                .filter(space.conditions()::containsKey)
                .forEach(children::add);
        return children;
    }

    private Map<String, Object> item(String child, Clause any) {
        Clause clause = ClauseWords.plain(any);
        Optional<Clause.Compare> orInactive = ClauseWords.orInactiveAsOne(clause);
        if (orInactive.isPresent()) {
            return literal(child, "NEQ", orInactive.get());
        } else if (clause instanceof Clause.All all) {
            return group(child, "AND", all.clauses());
        } else if (clause instanceof Clause.Any either) {
            return group(child, "OR", either.clauses());
        } else if (clause instanceof Clause.In in) {
            return item(child, "IN", in.parameter(), "values", in.values());
        } else if (clause instanceof Clause.Compare compare) {
            return compare(child, compare);
        } else if (clause instanceof Clause.Active active && active.active()) {
            Optional<Clause> listed = ClauseWords.isActive(space.parameter(active.parameter()));
            if (listed.isPresent()) {
                return item(child, listed.get());
            }
            return refuse(child, clause, "'" + active.parameter() + "' has values that cannot be listed");
        }
        return refuse(
                child,
                clause,
                clause instanceof Clause.Relate
                        ? "a condition compares a parameter with a value, not with another parameter"
                        : "a condition cannot ask for an inactive parameter");
    }

    private Map<String, Object> compare(String child, Clause.Compare compare) {
        Parameter parent = space.parameter(compare.parameter());
        Optional<String> fault = ClauseWords.fault(space, compare);
        if (fault.isPresent()) {
            return refuse(child, compare, fault.get());
        }
        boolean conditional = space.conditions().containsKey(parent.name());
        return switch (compare.comparison()) {
            case EQUAL -> literal(child, "EQ", compare);
            case LESS -> literal(child, "LT", compare);
            case GREATER -> literal(child, "GT", compare);
            case NOT_EQUAL -> conditional ? inOtherWords(child, compare) : literal(child, "NEQ", compare);
            case AT_MOST, AT_LEAST -> inOtherWords(child, compare);
        };
    }

    private Map<String, Object> inOtherWords(String child, Clause.Compare compare) {
        Parameter parent = space.parameter(compare.parameter());
        if (parent instanceof ChoiceParameter choice) {
            Clause.In left = ClauseWords.choices(choice, compare);
            return left.values().isEmpty() ? refuse(child, compare, "it never holds") : item(child, left);
        } else if (compare.comparison() == Comparison.NOT_EQUAL && parent.size() == 1) {
            return refuse(child, compare, "it never holds");
        }
        return item(child, ClauseWords.either(compare));
    }

    private Map<String, Object> literal(String child, String type, Clause.Compare compare) {
        return item(child, type, compare.parameter(), "value", ClauseWords.value(space, compare));
    }

    private Map<String, Object> group(String child, String type, List<Clause> clauses) {
        List<Object> items = new ArrayList<>();
        clauses.forEach(clause -> items.add(item(child, clause)));
        return item(child, type, null, "conditions", items);
    }

    private Map<String, Object> item(String child, String type, String parent, String key, Object value) {
        Map<String, Object> item = new LinkedHashMap<>();
        if (!dialect.isOld()) {
            item.put("type", type);
        }
        item.put("child", child);
        if (parent != null) {
            item.put("parent", parent);
        }
        if (dialect.isOld()) {
            item.put("type", type);
        }
        item.put(key, value);
        return item;
    }

    private Map<String, Object> refuse(String child, Clause clause, String why) {
        unsayable.add("'" + child + "' is active when " + clause + ", but " + why + ".");
        return Map.of();
    }
}
