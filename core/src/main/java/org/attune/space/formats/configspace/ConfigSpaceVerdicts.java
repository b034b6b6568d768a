package org.attune.space.formats.configspace;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.attune.space.Clause;
import org.attune.space.IntegerParameter;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.text.Json;
import org.attune.text.Nearest;

/**
 * Judges values as ConfigSpace 1.x does: by its order of checks, with values equal that are equal in Python ({@code 1}, {@code 1.0} and {@code true}).
 * {@link SearchSpace#check} is stricter. Immutable; safe for use by many threads.
 */
public final class ConfigSpaceVerdicts {
    private final SearchSpace space;
    private final boolean old;
    private final ConfigSpaceVector vector;
    private final Map<String, Integer> at = new HashMap<>();
    private final List<Activity> activities;
    private final List<Statement> forbidden;

    /** By the rules of 1.x; for a space with steps, which only older versions have, by those of 0.7. */
    public ConfigSpaceVerdicts(SearchSpace space) {
        this(space, space.parameters().stream().anyMatch(ConfigSpaceVerdicts::hasSteps));
    }

    /** @param old by the rules of 0.7: null is no value, and a whole number has no decimal point */
    ConfigSpaceVerdicts(SearchSpace space, boolean old) {
        this.space = space;
        this.old = old;
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
            Object value = values.get(name);
            if (values.containsKey(name)) {
                numbers[i] = isPointed(i, value) ? Coordinate.ILLEGAL : vector.number(i, value);
                if (!(old && value == null) && Double.isNaN(numbers[i])) {
                    return new Verdict.Invalid(Verdict.Reason.ILLEGAL_VALUE, name, vector.illegal(i, value));
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

    private boolean isPointed(int i, Object value) {
        return old
                && vector.parameters().get(i) instanceof IntegerParameter
                && (value instanceof Double || value instanceof Float || value instanceof BigDecimal);
    }

    private static boolean hasSteps(Parameter parameter) {
        return parameter instanceof NumberParameter number
                && number.spacing() != (parameter instanceof IntegerParameter ? 1 : 0);
    }

    private String name(int i) {
        return vector.parameters().get(i).name();
    }
}
