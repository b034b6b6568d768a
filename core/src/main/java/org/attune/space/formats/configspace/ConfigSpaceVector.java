package org.attune.space.formats.configspace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.space.IllegalValueException;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.text.Json;

/**
 * The vector in which ConfigSpace 1.x sees a configuration: numbers as their share of the range (of its logarithm), whole numbers so that the first is 0 and the last
 * 1; choices as their number; constants as 1; null for what is not active. In the order of {@link SearchSpace#parentsFirst}. For exchange with ConfigSpace; models
 * here see {@link org.attune.space.Encoding}. Immutable; safe for use by many threads.
 */
public final class ConfigSpaceVector {
    private final List<Parameter> parameters;
    private final List<Coordinate> coordinates;

    public ConfigSpaceVector(SearchSpace space) {
        parameters = space.parentsFirst();
        coordinates = parameters.stream().map(Coordinate::of).toList();
    }

    /** The parameter of each place. */
    public List<Parameter> parameters() {
        return parameters;
    }

    List<Coordinate> coordinates() {
        return coordinates;
    }

    /**
     * @param values of the active parameters
     * @throws IllegalValueException if a parameter does not have its value
     */
    public List<Double> encode(Map<String, ?> values) {
        double[] numbers = new double[parameters.size()];
        for (int i = 0; i < numbers.length; i++) {
            String name = parameters.get(i).name();
            numbers[i] = Double.NaN;
            if (values.containsKey(name)) {
                numbers[i] = number(i, values.get(name));
                if (Double.isNaN(numbers[i])) {
                    throw new IllegalValueException(illegal(i, values.get(name)));
                }
            }
        }
        return vector(numbers);
    }

    /**
     * The values of the parameters whose number is not null.
     *
     * @throws IllegalArgumentException if there is not a number for each parameter
     */
    public Map<String, Object> decode(List<Double> vector) {
        if (vector.size() != parameters.size()) {
            throw new IllegalArgumentException(
                    "a vector of this space has " + parameters.size() + " numbers, but got " + vector.size() + ".");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < vector.size(); i++) {
            if (vector.get(i) != null) {
                Coordinate coordinate = coordinates.get(i);
                values.put(parameters.get(i).name(), coordinate.value(coordinate.inverse(vector.get(i))));
            }
        }
        return Collections.unmodifiableMap(values);
    }

    /** The value as a number; NaN if it is not legal. */
    double number(int at, Object value) {
        return coordinates.get(at).kept(coordinates.get(at).number(value));
    }

    /** @param numbers NaN for those that are not active */
    List<Double> vector(double[] numbers) {
        Double[] vector = new Double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            vector[i] = Double.isNaN(numbers[i])
                    ? null
                    : Double.valueOf(coordinates.get(i).unit(numbers[i]));
        }
        return new ArrayList<>(Arrays.asList(vector));
    }

    String illegal(int at, Object value) {
        return "'" + parameters.get(at).name() + "' must be "
                + coordinates.get(at).rule() + ", but got " + Json.plain(value) + ".";
    }
}
