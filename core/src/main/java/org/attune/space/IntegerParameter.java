package org.attune.space;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.attune.text.IllegalDefinitionException;

/**
 * A whole number in [low, high], both included; on a logarithmic scale if {@code log}; in steps of {@code step} from {@code low}.
 *
 * @param step distance of the values, at least 1
 * @param prior from which part of the range values are drawn more often; uniform on the scale without one
 * @param defaultValue the value that {@link #standard} gives, if it is not the middle of the range
 */
public record IntegerParameter(
        String name, long low, long high, boolean log, long step, Optional<Prior> prior, Optional<Long> defaultValue)
        implements NumberParameter {

    /**
     * @throws IllegalArgumentException if not {@code low < high}, or {@code low <= 0} with {@code log}, or the step does not fit, or the default is not one of
     *     the values
     */
    public IntegerParameter {
        if (step < 1) {
            throw new IllegalDefinitionException(
                    "step", "step must be at least 1 for '" + name + "', but got step=" + step + ".", "");
        }
        exact(name, "low", low);
        exact(name, "high", high);
        Bounds.check(name, low, high, log, step);
        Bounds.check(name, low, high, log, prior);
        if (defaultValue.isPresent()) {
            IntegerParameter range = new IntegerParameter(name, low, high, log, step);
            Long given = (Long) Bounds.checkDefault(range, defaultValue.get());
            defaultValue = given.equals(range.standard()) ? Optional.empty() : Optional.of(given);
        }
    }

    public IntegerParameter(String name, long low, long high, boolean log, long step) {
        this(name, low, high, log, step, Optional.empty(), Optional.empty());
    }

    @Override
    public Object decode(double unit) {
        return low + levels().index(unit) * step;
    }

    @Override
    public double encode(Object value) {
        return levels().unit(((Long) check(value) - low) / step);
    }

    @Override
    public Object check(Object value) {
        if (!(value instanceof Number n) || n.doubleValue() != Math.rint(n.doubleValue())) {
            throw new IllegalValueException(Bounds.rule(name, "a whole number", value));
        }
        long number = n.longValue();
        if (number < low || number > high || number != n.doubleValue()) {
            throw new IllegalValueException(Bounds.rule(name, "between " + low + " and " + high, value));
        }
        if ((number - low) % step != 0) {
            throw new IllegalValueException(Bounds.rule(name, "one of " + low + ", " + (low + step) + ", ...", value));
        }
        return number;
    }

    @Override
    public double spacing() {
        return step;
    }

    @Override
    public long size() {
        return (high - low) / step + 1;
    }

    @Override
    public Map<String, Object> definition() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "int");
        map.put("low", low);
        map.put("high", high);
        if (log) {
            map.put("log", true);
        }
        if (step != 1) {
            map.put("step", step);
        }
        prior.ifPresent(shape -> map.put("prior", shape.definition()));
        defaultValue.ifPresent(value -> map.put("default", value));
        return map;
    }

    @Override
    public double lowest() {
        return low;
    }

    @Override
    public double highest() {
        return low + (size() - 1) * step;
    }

    /** Models see numbers as doubles, which hold every whole number up to here. */
    private static void exact(String name, String key, long bound) {
        if (bound < -(1L << 52) || bound > 1L << 52) {
            throw new IllegalDefinitionException(
                    key, key + " must lie within 2^52 of zero for '" + name + "', but got " + bound + ".", "");
        }
    }

    private Levels levels() {
        return Levels.of(low, high, step, log);
    }
}
