package org.attune.space.derived;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.attune.space.Configuration;
import org.attune.text.Json;

/**
 * Values that follow from a configuration by expressions, which may use each other. A value is left out where it needs one that is not there, as that of a parameter that is
 * not active. Immutable; equal if the expressions are.
 */
public final class DerivedValues {
    private static final DerivedValues NONE = new DerivedValues(Map.of());

    private final Map<String, Formula> formulas;
    private final List<String> order = new ArrayList<>();

    private DerivedValues(Map<String, Formula> formulas) {
        this.formulas = Collections.unmodifiableMap(new LinkedHashMap<>(formulas));
        arrange(formulas, order);
    }

    public static DerivedValues none() {
        return NONE;
    }

    /** @throws IllegalArgumentException if they need each other in a circle */
    public static DerivedValues of(Map<String, Formula> formulas) {
        circle(formulas).ifPresent(circle -> {
            throw new IllegalArgumentException(rule(circle));
        });
        return formulas.isEmpty() ? NONE : new DerivedValues(formulas);
    }

    /** Some that need each other in a circle, if there are any: {@code [a, b]} where a needs b and b needs a. */
    public static Optional<List<String>> circle(Map<String, Formula> formulas) {
        Set<String> left = arrange(formulas, new ArrayList<>());
        List<String> path = new ArrayList<>();
        String next = left.isEmpty() ? null : left.iterator().next();
        while (next != null && !path.contains(next)) {
            path.add(next);
            next = formulas.get(next).names().keySet().stream()
                    .filter(left::contains)
                    .findFirst()
                    .orElseThrow();
        }
        return left.isEmpty() ? Optional.empty() : Optional.of(path.subList(path.indexOf(next), path.size()));
    }

    /** How messages tell of a circle. */
    public static String rule(List<String> circle) {
        List<String> round = new ArrayList<>(circle);
        round.add(circle.get(0));
        return "derived values must not need each other in a circle, but do: " + String.join(" needs ", round) + ".";
    }

    public boolean isEmpty() {
        return formulas.isEmpty();
    }

    /** By name, in the order in which they were declared. */
    public Map<String, Formula> formulas() {
        return formulas;
    }

    /**
     * The values for a configuration, by name, in the order in which they were declared.
     *
     * @throws UnderivableException if an expression has no value for it
     */
    public Map<String, Object> of(Configuration configuration) {
        Map<String, Object> known = new LinkedHashMap<>(configuration.values());
        for (String name : order) {
            try {
                known.put(name, formulas.get(name).value(known));
            } catch (Formula.Absent e) {
                known.remove(name);
            } catch (FormulaException e) {
                throw new UnderivableException(name, formulas.get(name), e, known);
            }
        }
        Map<String, Object> derived = new LinkedHashMap<>();
        formulas.keySet().stream().filter(known::containsKey).forEach(name -> derived.put(name, known.get(name)));
        return Json.map(derived);
    }

    /**
     * The configuration with the values beside it.
     *
     * @throws UnderivableException if an expression has no value for it
     */
    public Configuration beside(Configuration configuration) {
        return isEmpty() ? configuration : configuration.with(of(configuration));
    }

    /** Some names, and all that those of derived values among them need. */
    public Set<String> reached(Set<String> names) {
        Set<String> reached = new LinkedHashSet<>(names);
        for (int i = order.size() - 1; i >= 0; i--) {
            if (reached.contains(order.get(i))) {
                reached.addAll(formulas.get(order.get(i)).names().keySet());
            }
        }
        return reached;
    }

    /** As the study file writes them. */
    public Map<String, Object> definition() {
        Map<String, Object> map = new LinkedHashMap<>();
        formulas.forEach((name, formula) -> map.put(name, formula.toString()));
        return map;
    }

    /** Notes, again and again, those whose needs are met; what is left is a circle, or needs one. */
    private static Set<String> arrange(Map<String, Formula> formulas, List<String> order) {
        Set<String> left = new LinkedHashSet<>(formulas.keySet());
        boolean goesOn = true;
        while (goesOn) {
            goesOn = false;
            for (String name : formulas.keySet()) {
                if (left.contains(name)
                        && formulas.get(name).names().keySet().stream().noneMatch(left::contains)) {
                    left.remove(name);
                    order.add(name);
                    goesOn = true;
                }
            }
        }
        return left;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DerivedValues values
                && List.copyOf(formulas.entrySet()).equals(List.copyOf(values.formulas.entrySet()));
    }

    @Override
    public int hashCode() {
        return formulas.hashCode();
    }

    @Override
    public String toString() {
        return Json.text(definition());
    }
}
