package org.attune.space;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A real number in [low, high], both included; on a logarithmic scale if {@code log}; in steps from {@code low} if {@code step > 0}.
 *
 * @param step distance of the values, 0 for a continuum
 * @param prior from which part of the range values are drawn more often; uniform on the scale without one
 * @param defaultValue the value that {@link #standard} gives, if it is not the middle of the range
 */
public record FloatParameter(
        String name,
        double low,
        double high,
        boolean log,
        double step,
        Optional<Prior> prior,
        Optional<Double> defaultValue)
        implements NumberParameter {

    /**
     * @throws IllegalArgumentException if not {@code low < high}, or {@code low <= 0} with {@code log}, or the step does not fit, or the default is not one of
     *     the values
     */
    public FloatParameter {
        low = Bounds.withoutSign(low);
        high = Bounds.withoutSign(high);
        Bounds.check(name, low, high, log, step);
        Bounds.check(name, low, high, log, prior);
        if (defaultValue.isPresent()) {
            FloatParameter range = new FloatParameter(name, low, high, log, step);
            Double given = (Double) Bounds.checkDefault(range, defaultValue.get());
            defaultValue = given.equals(range.standard()) ? Optional.empty() : Optional.of(given);
        }
    }

    public FloatParameter(String name, double low, double high, boolean log, double step) {
        this(name, low, high, log, step, Optional.empty(), Optional.empty());
    }

    @Override
    public Object decode(double unit) {
        if (step == 0) {
            return scale().value(unit);
        }
        return level(levels().index(unit));
    }

    @Override
    public double encode(Object value) {
        double number = (Double) check(value);
        return step == 0 ? scale().unit(number) : levels().unit(levels().indexOf(number));
    }

    @Override
    public Object check(Object value) {
        if (!(value instanceof Number n) || !Double.isFinite(n.doubleValue())) {
            throw new IllegalValueException(Bounds.rule(name, "a number", value));
        }
        double number = Bounds.withoutSign(n.doubleValue());
        if (number < low || number > high) {
            throw new IllegalValueException(
                    Bounds.rule(name, "between " + Bounds.text(low) + " and " + Bounds.text(high), value));
        }
        if (step == 0) {
            return number;
        }
        long index = levels().indexOf(number);
        if (index < 0) {
            throw new IllegalValueException(
                    Bounds.rule(name, "one of " + Bounds.text(low) + ", " + Bounds.text(level(1)) + ", ...", value));
        }
        return level(index);
    }

    /** The middle of a range without the noise of arithmetic ({@code 0.001}, not {@code 0.0010000000000000002}): to 15 digits and 13 decimals, as in ConfigSpace. */
    @Override
    public Object standard() {
        if (defaultValue.isPresent() || step != 0) {
            return NumberParameter.super.standard();
        }
        double middle = (Double) decode(0.5);
        double rounded = new BigDecimal(middle)
                .round(new MathContext(15, RoundingMode.HALF_EVEN))
                .setScale(13, RoundingMode.HALF_EVEN)
                .doubleValue();
        boolean near = Math.abs(rounded - middle) <= 1e-6 * Math.abs(middle);
        return near && rounded >= low && rounded <= high ? rounded : (Object) middle;
    }

    @Override
    public double spacing() {
        return step;
    }

    @Override
    public long size() {
        return step == 0 ? Long.MAX_VALUE : levels().count();
    }

    @Override
    public Map<String, Object> definition() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", "float");
        map.put("low", low);
        map.put("high", high);
        if (log) {
            map.put("log", true);
        }
        if (step != 0) {
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
        return step == 0 ? high : level(levels().count() - 1);
    }

    private Levels levels() {
        return Levels.of(low, high, step, log);
    }

    /** In decimal arithmetic: the third of 0, 0.1, 0.2, 0.3 is 0.3 and not 0.30000000000000004. */
    private Double level(long index) {
        double level = BigDecimal.valueOf(low)
                .add(BigDecimal.valueOf(step).multiply(BigDecimal.valueOf(index)))
                .doubleValue();
        return Math.min(level, high);
    }
}
