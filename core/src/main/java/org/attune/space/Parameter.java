package org.attune.space;

import java.util.Map;

/**
 * One hyperparameter: a named set of values and its image in the unit interval.
 *
 * <p>Every parameter maps its values onto [0, 1] so that a uniform draw of the unit interval, decoded, is a draw from the parameter's own
 * distribution: a value that is one of finitely many owns a cell of the interval, all ends included, none half as wide as its neighbours.
 * Implementations are immutable and safe for use by many threads.
 */
public sealed interface Parameter permits NumberParameter, ChoiceParameter, Constant {

    /** The name by which a trial receives the value; not blank. */
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
