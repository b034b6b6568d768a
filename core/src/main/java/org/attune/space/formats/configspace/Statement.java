package org.attune.space.formats.configspace;

import java.util.List;
import java.util.Map;
import org.attune.space.Clause;
import org.attune.space.Comparison;

/** A clause made ready to be asked of the numbers ({@link Coordinate#number}) of all parameters, NaN for those that have no value. */
interface Statement {

    boolean holds(double[] numbers);

    /**
     * @param coordinates of the parameters, in an order
     * @param at place of each name in that order
     */
    static Statement of(Clause clause, List<Coordinate> coordinates, Map<String, Integer> at) {
        if (clause instanceof Clause.Compare compare) {
            int parameter = at.get(compare.parameter());
            return compare(parameter, compare.comparison(), number(coordinates.get(parameter), compare.value()));
        } else if (clause instanceof Clause.In in) {
            int parameter = at.get(in.parameter());
            return any(in.values().stream()
                    .map(value -> compare(parameter, Comparison.EQUAL, number(coordinates.get(parameter), value)))
                    .toArray(Statement[]::new));
        } else if (clause instanceof Clause.Relate relate) {
            return relate(at.get(relate.left()), relate.comparison(), at.get(relate.right()), coordinates);
        } else if (clause instanceof Clause.Active active) {
            int parameter = at.get(active.parameter());
            return numbers -> Double.isNaN(numbers[parameter]) != active.active();
        } else if (clause instanceof Clause.Any any) {
            return any(parts(any.clauses(), coordinates, at));
        }
        Statement[] parts = parts(((Clause.All) clause).clauses(), coordinates, at);
        return numbers -> {
            for (Statement part : parts) {
                if (!part.holds(numbers)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Statement any(Statement[] parts) {
        return numbers -> {
            for (Statement part : parts) {
                if (part.holds(numbers)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static Statement[] parts(List<Clause> clauses, List<Coordinate> coordinates, Map<String, Integer> at) {
        return clauses.stream().map(clause -> of(clause, coordinates, at)).toArray(Statement[]::new);
    }

    private static Statement compare(int parameter, Comparison comparison, double number) {
        return numbers -> !Double.isNaN(numbers[parameter])
                && comparison.holds(Double.compare(numbers[parameter] + 0.0, number + 0.0));
    }

    /** A range may also be compared with numbers outside of it. */
    private static double number(Coordinate coordinate, Object value) {
        double number = coordinate.number(value);
        return Double.isNaN(number) && value instanceof Number outside ? outside.doubleValue() : number;
    }

    private static Statement relate(int left, Comparison comparison, int right, List<Coordinate> coordinates) {
        Coordinate first = coordinates.get(left);
        Coordinate second = coordinates.get(right);
        return numbers -> !Double.isNaN(numbers[left])
                && !Double.isNaN(numbers[right])
                && PythonValues.related(first.value(numbers[left]), comparison, second.value(numbers[right]));
    }
}
