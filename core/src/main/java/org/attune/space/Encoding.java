package org.attune.space;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How models see configurations of a space: a vector with one column for each parameter but the constants. Numbers and ordered choices lie in
 * [0, 1]; a category is the number of its choice. {@code decode(encode(c))} equals {@code c}. Immutable.
 */
public final class Encoding {
    private final SearchSpace space;
    private final List<Parameter> columns;

    public Encoding(SearchSpace space) {
        this.space = space;
        this.columns = space.parameters().stream()
                .filter(parameter -> !(parameter instanceof Constant))
                .toList();
    }

    /** The parameter of each column. */
    public List<Parameter> columns() {
        return columns;
    }

    public int width() {
        return columns.size();
    }

    /** Number of categories of a column; 0 for a column of numbers. */
    public int categories(int column) {
        return columns.get(column) instanceof ChoiceParameter choice && !choice.ordered()
                ? choice.choices().size()
                : 0;
    }

    public double[] encode(Configuration configuration) {
        double[] vector = new double[columns.size()];
        for (int i = 0; i < vector.length; i++) {
            Parameter parameter = columns.get(i);
            Object value = configuration.get(parameter.name());
            vector[i] = categories(i) > 0 ? ((ChoiceParameter) parameter).index(value) : parameter.encode(value);
        }
        return vector;
    }

    public Configuration decode(double[] vector) {
        Map<String, Object> values = new LinkedHashMap<>();
        int column = 0;
        for (Parameter parameter : space.parameters()) {
            if (parameter instanceof Constant constant) {
                values.put(constant.name(), constant.value());
            } else {
                values.put(parameter.name(), value(column, vector[column]));
                column++;
            }
        }
        return new Configuration(values);
    }

    private Object value(int column, double coordinate) {
        return categories(column) > 0
                ? ((ChoiceParameter) columns.get(column)).choices().get((int) coordinate)
                : columns.get(column).decode(coordinate);
    }
}
