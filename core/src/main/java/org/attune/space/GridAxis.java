package org.attune.space;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.LongFunction;

/** The values of one parameter that a grid tries, by their number from 0. */
record GridAxis(long size, LongFunction<Object> value) {
    /** A level reads 0.001 and not 0.0010000000000000002. */
    private static final MathContext DIGITS = new MathContext(15);

    /**
     * All values, less choices of weight 0, if there are at most {@code levels}; of a longer range {@code levels} different ones, equally spaced on its scale, both ends
     * among them.
     *
     * @param levels 1 means the middle of a range, 0 all its values
     * @throws IllegalArgumentException if all values of a continuum are asked for
     */
    static GridAxis of(Parameter parameter, int levels) {
        if (parameter instanceof ChoiceParameter choice) {
            List<Object> choices = choice.drawn();
            return new GridAxis(choices.size(), index -> choices.get((int) index));
        } else if (parameter instanceof Constant constant) {
            return new GridAxis(1, index -> constant.value());
        }
        NumberParameter number = (NumberParameter) parameter;
        boolean continuum = number.size() == Long.MAX_VALUE;
        if (continuum && levels == 0) {
            throw new IllegalArgumentException(
                    "a grid over the continuum '" + number.name() + "' must have levels, but got none. Maybe 5?");
        } else if (levels == 1) {
            return new GridAxis(1, index -> number.decode(0.5));
        } else if (continuum) {
            return new GridAxis(levels, index -> spaced(number, index, levels));
        } else if (levels == 0 || levels >= number.size()) {
            return new GridAxis(number.size(), index -> step(number, index));
        }
        long[] steps = spacedSteps(number, levels);
        return new GridAxis(levels, index -> step(number, steps[(int) index]));
    }

    private static long[] spacedSteps(NumberParameter number, int levels) {
        long[] steps = new long[levels];
        long least = 0;
        for (int i = 0; i < levels; i++) {
            long nearest = Math.round((spaced(number, i, levels) - number.lowest()) / number.spacing());
            // Where the scale is denser than the steps, levels that would fall together move up.
            steps[i] = Math.min(Math.max(nearest, least), number.size() - (levels - i));
            least = steps[i] + 1;
        }
        return steps;
    }

    private static Object step(NumberParameter number, long index) {
        return number.check(Math.min(number.highest(), number.lowest() + index * number.spacing()));
    }

    private static double spaced(NumberParameter number, long index, int levels) {
        double low = number.lowest();
        double high = number.highest();
        if (index == 0 || index == levels - 1) {
            return index == 0 ? low : high;
        }
        double value = number.log()
                ? StrictMath.exp(
                        StrictMath.log(low) + (StrictMath.log(high) - StrictMath.log(low)) * index / (levels - 1))
                : low + (high - low) * index / (levels - 1);
        return Math.min(high, Math.max(low, new BigDecimal(value, DIGITS).doubleValue()));
    }
}
