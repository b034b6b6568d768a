package org.attune.space;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attune.text.Json;

/**
 * A statement about the values of a configuration: when a parameter is active, or what is forbidden. About the value of a
 * parameter that is not active no statement holds, whatever it says ({@code not} as well). Immutable.
 */
public sealed interface Clause {

    /** A parameter's value compared with a fixed one. */
    record Compare(String parameter, Comparison comparison, Object value) implements Clause {
        public Compare {
            value = Json.normal(value);
        }

        @Override
        public String toString() {
            return parameter + " " + comparison.symbol() + " " + Json.plain(value);
        }
    }

    /** A parameter's value is one of some. */
    record In(String parameter, List<Object> values) implements Clause {
        public In {
            values = Json.list(values);
        }

        @Override
        public String toString() {
            return parameter + " in " + Json.plain(values);
        }
    }

    /** Two parameters' values compared with each other. */
    record Relate(String left, Comparison comparison, String right) implements Clause {
        @Override
        public String toString() {
            return left + " " + comparison.symbol() + " " + right;
        }
    }

    /** A parameter is active, or is not. */
    record Active(String parameter, boolean active) implements Clause {
        @Override
        public String toString() {
            return parameter + (active ? " is active" : " is not active");
        }
    }

    /** All of some hold. */
    record All(List<Clause> clauses) implements Clause {
        public All {
            clauses = List.copyOf(clauses);
        }

        @Override
        public String toString() {
            return Clause.joined(clauses, " and ");
        }
    }

    /** At least one of some holds. */
    record Any(List<Clause> clauses) implements Clause {
        public Any {
            clauses = List.copyOf(clauses);
        }

        @Override
        public String toString() {
            return Clause.joined(clauses, " or ");
        }
    }

    static Clause equal(String parameter, Object value) {
        return new Compare(parameter, Comparison.EQUAL, value);
    }

    static Clause not(String parameter, Object value) {
        return new Compare(parameter, Comparison.NOT_EQUAL, value);
    }

    static Clause less(String parameter, Object value) {
        return new Compare(parameter, Comparison.LESS, value);
    }

    static Clause greater(String parameter, Object value) {
        return new Compare(parameter, Comparison.GREATER, value);
    }

    static Clause in(String parameter, Object... values) {
        return new In(parameter, Arrays.asList(values));
    }

    static Clause active(String parameter) {
        return new Active(parameter, true);
    }

    static Clause inactive(String parameter) {
        return new Active(parameter, false);
    }

    /** Two parameters' values compared: {@code relate("low", GREATER, "high")}. */
    static Clause relate(String left, Comparison comparison, String right) {
        return new Relate(left, comparison, right);
    }

    static Clause all(Clause... clauses) {
        return new All(List.of(clauses));
    }

    static Clause any(Clause... clauses) {
        return new Any(List.of(clauses));
    }

    /** Names of the parameters that it speaks of, in the order in which it does. */
    default Set<String> parameters() {
        Set<String> names = new LinkedHashSet<>();
        atoms().forEach(atom -> {
            if (atom instanceof Relate relate) {
                Collections.addAll(names, relate.left(), relate.right());
            } else if (atom instanceof In in) {
                names.add(in.parameter());
            } else {
                names.add(atom instanceof Active active ? active.parameter() : ((Compare) atom).parameter());
            }
        });
        return names;
    }

    /** The statements of which it is made, none of which is an {@link All} or {@link Any}. */
    default Stream<Clause> atoms() {
        if (this instanceof All all) {
            return all.clauses().stream().flatMap(Clause::atoms);
        } else if (this instanceof Any any) {
            return any.clauses().stream().flatMap(Clause::atoms);
        }
        return Stream.of(this);
    }

    /**
     * As the study file writes it: {@code {optimizer: sgd, layers: {greater: 2}}} for all of some, {@code {any: [...]}}, {@code {kind: [a, b]}} for one of some
     * values, {@code {low: {greater: {parameter: high}}}}, {@code {momentum: {active: false}}}. Where a value is itself a mapping of the one key {@code parameter}
     * or {@code value}, it is written as {@code {equals: {value: {parameter: high}}}}.
     */
    default Map<String, Object> definition() {
        Map<String, Object> map = new LinkedHashMap<>();
        if (this instanceof Compare compare) {
            boolean bare = compare.comparison() == Comparison.EQUAL
                    && !(compare.value() instanceof List || compare.value() instanceof Map)
                    && !isGroup(compare.parameter());
            map.put(compare.parameter(), bare ? compare.value() : operator(compare.comparison(), compare.value()));
        } else if (this instanceof In in) {
            map.put(in.parameter(), isGroup(in.parameter()) ? Map.of("in", in.values()) : in.values());
        } else if (this instanceof Relate relate) {
            map.put(relate.left(), Map.of(relate.comparison().key(), Map.of("parameter", relate.right())));
        } else if (this instanceof Active active) {
            map.put(active.parameter(), Map.of("active", active.active()));
        } else if (this instanceof Any any) {
            map.put("any", any.clauses().stream().map(Clause::definition).toList());
        } else {
            List<Clause> clauses = ((All) this).clauses();
            clauses.stream()
                    .filter(clause -> !(clause instanceof All || clause instanceof Any))
                    .forEach(clause -> map.putAll(clause.definition()));
            if (map.size() != clauses.size() || map.size() < 2 || map.containsKey("all") || map.containsKey("any")) {
                return Map.of("all", clauses.stream().map(Clause::definition).toList());
            }
        }
        return map;
    }

    /** Words that stand for a parameter only if an operator follows. */
    private static boolean isGroup(String name) {
        return name.equals("any") || name.equals("all");
    }

    private static Map<String, Object> operator(Comparison comparison, Object value) {
        boolean isMarked = value instanceof Map<?, ?> map
                && map.size() == 1
                && (map.containsKey("parameter") || map.containsKey("value"));
        return Collections.singletonMap(comparison.key(), isMarked ? Map.of("value", value) : value);
    }

    private static String joined(List<Clause> clauses, String word) {
        return clauses.stream()
                .map(clause -> clause instanceof All || clause instanceof Any ? "(" + clause + ")" : clause.toString())
                .collect(Collectors.joining(word));
    }
}
