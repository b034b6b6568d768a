package org.attune.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How models see configurations of a space: a vector with one column for each parameter but the constants. Numbers and ordered choices lie in [0, 1], a value that is
 * one of finitely many at the centre of its {@link Cell}; a category is the number of its choice; a parameter that is not active is NaN. Immutable.
 *
 * <p>{@code decode(encode(c))} equals {@code c} for every configuration of the space; of a continuum, up to what the unit interval resolves: some units in the last place of
 * its longer end, on a logarithmic scale some in that of the logarithm.
 */
public final class Encoding {
    private final SearchSpace space;
    private final List<Parameter> columns = new ArrayList<>();
    /** Column of each parameter of the space; -1 for constants. */
    private final int[] columnOf;

    public Encoding(SearchSpace space) {
        this.space = space;
        List<Parameter> parameters = space.parameters();
        columnOf = new int[parameters.size()];
        for (int i = 0; i < columnOf.length; i++) {
            boolean constant = parameters.get(i) instanceof Constant;
            columnOf[i] = constant ? -1 : columns.size();
            if (!constant) {
                columns.add(parameters.get(i));
            }
        }
    }

    /** The parameter of each column. */
    public List<Parameter> columns() {
        return List.copyOf(columns);
    }

    public int width() {
        return columns.size();
    }

    /** Number of categories of a column; 0 for a column of numbers or ordered choices. */
    public int categories(int column) {
        return columns.get(column) instanceof ChoiceParameter choice && !choice.ordered()
                ? choice.choices().size()
                : 0;
    }

    /** How many values a column has; {@link Long#MAX_VALUE} for a continuum. */
    public long levels(int column) {
        return columns.get(column).size();
    }

    /**
     * The cell in which a point of a column of numbers or ordered choices lies.
     *
     * @param unit in [0, 1]
     */
    public Cell cell(int column, double unit) {
        Parameter parameter = columns.get(column);
        if (parameter instanceof NumberParameter number) {
            return number.spacing() == 0
                    ? new Cell(unit, unit)
                    : Levels.of(number.lowest(), number.highest(), number.spacing(), number.log())
                            .cell(unit);
        }
        ChoiceParameter choice = (ChoiceParameter) parameter;
        double count = choice.choices().size();
        int index = choice.index(choice.decode(unit));
        return new Cell(index / count, (index + 1) / count);
    }

    /**
     * The configuration's place.
     *
     * @param configuration its parameters without a value become NaN
     * @throws IllegalValueException if a value is none of this space
     */
    public double[] encode(Configuration configuration) {
        Map<String, Object> values = configuration.values();
        double[] vector = new double[columns.size()];
        for (int i = 0; i < vector.length; i++) {
            Parameter parameter = columns.get(i);
            vector[i] = values.containsKey(parameter.name()) ? coordinate(i, values.get(parameter.name())) : Double.NaN;
        }
        return vector;
    }

    /**
     * The configuration at a place. Whatever the vector has for parameters that are not active, decided parents first, is left out; an active one that is NaN gets its default. It may
     * be forbidden.
     *
     * @param vector in each column a number in [0, 1] or the number of a choice, or NaN
     */
    public Configuration decode(double[] vector) {
        return space.configuration(values(vector));
    }

    /** As {@link #decode}; empty if the configuration is forbidden, or has a choice of weight 0. */
    public Optional<Configuration> decodeAllowed(double[] vector) {
        Object[] values = values(vector);
        return space.isForbidden(values) || isNeverDrawn(values)
                ? Optional.empty()
                : Optional.of(space.configuration(values));
    }

    /** The place with its numbers at the centres of their cells, where {@link #encode} puts them. Parameters that are not active keep their place, too. */
    public double[] round(double[] vector) {
        double[] rounded = vector.clone();
        for (int i = 0; i < rounded.length; i++) {
            if (categories(i) == 0 && !Double.isNaN(vector[i])) {
                rounded[i] = coordinate(i, value(i, vector[i]));
            }
        }
        return rounded;
    }

    private Object[] values(double[] vector) {
        Object[] values = new Object[columnOf.length];
        for (int i : space.order()) {
            Parameter parameter = space.parameters().get(i);
            if (!space.isActive(i, values)) {
                values[i] = Compiled.ABSENT;
            } else if (columnOf[i] < 0 || Double.isNaN(vector[columnOf[i]])) {
                values[i] = parameter.standard();
            } else {
                values[i] = value(columnOf[i], vector[columnOf[i]]);
            }
        }
        return values;
    }

    private boolean isNeverDrawn(Object[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != Compiled.ABSENT
                    && space.parameters().get(i) instanceof ChoiceParameter choice
                    && !choice.weights().isEmpty()
                    && !choice.isDrawn(choice.index(values[i]))) {
                return true;
            }
        }
        return false;
    }

    private double coordinate(int column, Object value) {
        Parameter parameter = columns.get(column);
        return categories(column) > 0 ? ((ChoiceParameter) parameter).index(value) : parameter.encode(value);
    }

    private Object value(int column, double coordinate) {
        return categories(column) > 0
                ? ((ChoiceParameter) columns.get(column)).choices().get((int) coordinate)
                : columns.get(column).decode(coordinate);
    }
}
