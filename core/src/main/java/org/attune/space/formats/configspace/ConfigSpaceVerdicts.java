package org.attune.space.formats.configspace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.attune.space.Clause;
import org.attune.space.SearchSpace;
import org.attune.text.Json;
import org.attune.text.Nearest;

/**
 * Judges values as ConfigSpace 1.x does: by its order of checks, with values equal that are equal in Python ({@code 1}, {@code 1.0} and {@code true}), and numbers
 * between the steps of a range allowed, of which it knows none. {@link SearchSpace#check} is stricter. Immutable; safe for use by many threads.
 */
public final class ConfigSpaceVerdicts {
    private final SearchSpace space;
    private final ConfigSpaceVector vector;
    private final Map<String, Integer> at = new HashMap<>();
    private final List<Activity> activities;
    private final List<Statement> forbidden;

    public ConfigSpaceVerdicts(SearchSpace space) {
        this.space = space;
        vector = new ConfigSpaceVector(space);
        vector.parameters().forEach(parameter -> at.put(parameter.name(), at.size()));
        activities = Activity.of(space, clause -> Statement.of(clause, vector.coordinates(), at));
        forbidden = space.forbidden().stream()
                .map(clause -> Statement.of(clause, vector.coordinates(), at))
                .toList();
    }

    /** @param values JSON values by name; null is a value */
    public Verdict judge(Map<String, ?> values) {
        for (String name : values.keySet()) {
            if (!at.containsKey(name)) {
                return new Verdict.Invalid(
                        Verdict.Reason.UNKNOWN_PARAMETER,
                        name,
                        "the space has no parameter '" + name + "'" + Nearest.hint(name, at.keySet()));
            }
        }
        double[] numbers = new double[at.size()];
        Arrays.fill(numbers, Double.NaN);
        for (int i = 0; i < numbers.length; i++) {
            String name = name(i);
            if (values.containsKey(name)) {
                numbers[i] = vector.number(i, values.get(name));
                if (Double.isNaN(numbers[i])) {
                    return new Verdict.Invalid(Verdict.Reason.ILLEGAL_VALUE, name, vector.illegal(i, values.get(name)));
                }
            }
        }
        return judge(numbers, values);
    }

    private Verdict judge(double[] numbers, Map<String, ?> values) {
        for (Activity each : activities) {
            boolean isActive = each.condition().holds(numbers);
            for (int child : each.children()) {
                if (Double.isNaN(numbers[child]) == isActive) {
                    return isActive ? lacking(child) : inactive(child, values);
                }
            }
        }
        for (int i = 0; i < forbidden.size(); i++) {
            if (forbidden.get(i).holds(numbers)) {
                Clause clause = space.forbidden().get(i);
                return new Verdict.Invalid(
                        Verdict.Reason.FORBIDDEN,
                        clause.parameters().iterator().next(),
                        "it is forbidden that " + clause + ".");
            }
        }
        List<String> names = IntStream.range(0, numbers.length)
                .filter(i -> !Double.isNaN(numbers[i]))
                .mapToObj(this::name)
                .toList();
        return new Verdict.Valid(names, vector.vector(numbers));
    }

    private Verdict lacking(int child) {
        return new Verdict.Invalid(
                Verdict.Reason.ACTIVE_NOT_SET,
                name(child),
                "the configuration lacks a value for '" + name(child) + "'.");
    }

    private Verdict inactive(int child, Map<String, ?> values) {
        String name = name(child);
        return new Verdict.Invalid(
                Verdict.Reason.INACTIVE_SET,
                name,
                "'" + name + "' must have no value here, as it is active only when "
                        + space.conditions().get(name) + ", but got " + Json.plain(values.get(name)) + ".");
    }

    private String name(int i) {
        return vector.parameters().get(i).name();
    }
}
