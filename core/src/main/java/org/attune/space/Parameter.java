package org.attune.space;

import java.util.Map;

/**
 * One hyperparameter: a named set of values and its image in the unit interval.
 *
 * <p>Every parameter maps its values onto [0, 1], so that a value that is one of finitely many owns a cell of the interval, none half as wide as its neighbours,
 * all ends included. Implementations are immutable and safe for use by many threads.
 */
public sealed interface Parameter permits NumberParameter, ChoiceParameter, Constant {

    /** The name by which a trial receives the value; not blank. A dot puts it into a group: {@code optimizer.adam.beta}. */
    String name();

    /** The value whose cell holds {@code unit}, a number in [0, 1]. */
    Object decode(double unit);

    /**
     * The centre of the value's cell (for continuous parameters its exact place), in [0, 1]. {@code decode(encode(value))} equals {@code
     * value} for every legal value, up to rounding in the last digits for continuous ones.
     *
     * @throws IllegalValueException if {@link #check} refuses the value
     */
    double encode(Object value);

    /** The value below which a share {@code u} of the parameter's distribution lies; with a uniform {@code u} in [0, 1), a draw from it. */
    Object quantile(double u);

    /** The default: the value that was given as such; else the middle of a range, or the likeliest choice, of equals the first. */
    Object standard();

    /**
     * The value in the form in which configurations hold it (a whole number of any Java type becomes {@code Long}, for example).
     *
     * @throws IllegalValueException if the value is not one of this parameter, saying which rule it breaks
     */
    Object check(Object value);

    /** How many values there are; {@link Long#MAX_VALUE} stands for a continuum. */
    long size();

    /** The definition as the study file writes it, without the name: {@code {"type": "float", "low": 1e-4, ...}}. */
    Map<String, Object> definition();
}
