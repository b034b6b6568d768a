package org.attune.space;

/** A parameter whose values are numbers with an order and a distance; {@link FloatParameter} and {@link IntegerParameter}. */
public sealed interface NumberParameter extends Parameter permits FloatParameter, IntegerParameter {

    /** Smallest value, itself included. */
    double lowest();

    /** Largest value, itself included. */
    double highest();

    /** Whether equal ratios, not equal differences, are equally far apart. */
    boolean log();
}
