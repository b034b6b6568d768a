package org.attune.space;

import java.util.HashMap;
import java.util.Map;

/**
 * The values of a parameter in a row. What tells a value's place is, for numbers, the value itself, and for choices the number of the choice. Draws run along the row:
 * a larger draw never has a smaller place. Not safe for use by many threads.
 */
final class Domain {
    private static final double FINEST = 0x1p-53;

    private final Parameter parameter;
    private final Levels levels;
    private final double first;
    private final double last;
    private final Map<Double, Double> edges = new HashMap<>();

    /** Steps, of which each costs decimal arithmetic. */
    private final Map<Long, Double> known = new HashMap<>();

    Domain(Parameter parameter) {
        this.parameter = parameter;
        levels = parameter instanceof NumberParameter range && range.spacing() != 0
                ? Levels.of(range.lowest(), range.highest(), range.spacing(), range.log())
                : null;
        first = parameter instanceof NumberParameter range ? range.lowest() : 0;
        last = parameter instanceof NumberParameter range ? range.highest() : parameter.size() - 1;
    }

    Parameter parameter() {
        return parameter;
    }

    boolean isNumber() {
        return parameter instanceof NumberParameter;
    }

    double first() {
        return first;
    }

    double last() {
        return last;
    }

    /** Place of a legal value; of any number for number parameters. */
    double place(Object value) {
        return parameter instanceof ChoiceParameter choice
                ? choice.index(value)
                : parameter instanceof Constant ? 0 : ((Number) value).doubleValue();
    }

    /** The value at a place. */
    Object value(double place) {
        if (parameter instanceof ChoiceParameter choice) {
            return choice.choices().get((int) place);
        }
        return parameter instanceof Constant constant ? constant.value() : parameter.check(place);
    }

    /** The first place at or behind the given one; infinite if there is none. */
    double atLeast(double place) {
        if (place <= first) {
            return first;
        } else if (place > last) {
            return Double.POSITIVE_INFINITY;
        } else if (levels == null) {
            return isNumber() ? place : Math.ceil(place);
        }
        long index = Math.max(0, (long) Math.floor((place - first) / levels.step()) - 1);
        while (level(index) < place) {
            index++;
        }
        return level(index);
    }

    /** The first place behind the given one; infinite if there is none. */
    double after(double place) {
        return atLeast(Math.nextUp(place));
    }

    /** The last place before the given one, which is not the first. */
    double before(double place) {
        if (levels == null) {
            return isNumber() ? Math.nextDown(place) : place - 1;
        }
        return level(levels.indexOf(place) - 1);
    }

    /** How many places there are from one to another, both included; infinite in a continuum. */
    double count(double low, double high) {
        if (levels != null) {
            return levels.indexOf(high) - levels.indexOf(low) + 1;
        }
        return isNumber() && low < high ? Double.POSITIVE_INFINITY : high - low + 1;
    }

    /** The smallest draw whose value lies at or behind the place; 1 if there is none. */
    double edge(double place) {
        if (place <= first || place > last) {
            return place <= first ? 0 : 1;
        }
        Double edge = edges.get(place);
        if (edge == null) {
            edge = searched(place);
            edges.put(place, edge);
        }
        return edge;
    }

    /** Which share of the draws falls between two places, both included. */
    double width(double low, double high) {
        return edge(after(high)) - edge(low);
    }

    /** A place behind {@code low}, up to {@code high}, at which about half of the draws between the two are cut off. */
    double halfway(double low, double high) {
        double draw = (edge(low) + edge(after(high))) / 2;
        double place = place(parameter.quantile(draw));
        if (place > low && place <= high) {
            if (levels == null && isNumber()) {
                edges.putIfAbsent(place, draw);
            }
            return place;
        }
        double middle = atLeast(low + (high - low) / 2);
        return middle > low && middle <= high ? middle : after(low);
    }

    private double searched(double place) {
        long below = -1;
        long reached = 1L << 53;
        while (reached - below > 1) {
            long middle = (below + reached) >>> 1;
            if (place(parameter.quantile(middle * FINEST)) >= place) {
                reached = middle;
            } else {
                below = middle;
            }
        }
        return reached * FINEST;
    }

    private double level(long index) {
        return parameter instanceof IntegerParameter
                ? first + index * levels.step()
                : known.computeIfAbsent(index, key ->
                        (Double) parameter.check(Math.min(last, first + key * levels.step())));
    }
}
