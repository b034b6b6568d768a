package org.attune.space;

import java.util.Optional;

/** A parameter whose values are numbers with an order and a distance; {@link FloatParameter} and {@link IntegerParameter}. */
public sealed interface NumberParameter extends Parameter permits FloatParameter, IntegerParameter {

    /** Smallest value, itself included. */
    double lowest();

    /** Largest value, itself included. */
    double highest();

    /** Distance of its values; 0 for a continuum. */
    double spacing();

    /** From which part of the range values are drawn more often. */
    Optional<Prior> prior();

    /** The value that {@link #standard} gives, if it is not the middle of the range. */
    Optional<? extends Number> defaultValue();

    @Override
    default Object standard() {
        return defaultValue().isPresent() ? defaultValue().get() : decode(0.5);
    }

    /** The range from the lowest to the highest value, as the unit interval sees it. */
    default Scale scale() {
        return new Scale(lowest(), highest(), log());
    }

    @Override
    default Object quantile(double u) {
        return decode(prior().map(shape -> shape.quantile(u, scale())).orElse(u));
    }

    /** Whether equal ratios, not equal differences, are equally far apart. */
    boolean log();
}
