package org.attune.sampler;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;

/** The values of one parameter that a grid tries. */
final class GridLevels {
    /** A level reads 0.001 and not 0.0010000000000000002. */
    private static final MathContext DIGITS = new MathContext(15);

    private GridLevels() {}

    /**
     * All values if there are at most {@code levels}; of a longer range {@code levels} different ones, equally spaced on its scale, both ends
     * among them.
     *
     * @param levels at least 1, which means the middle of a range
     */
    static List<Object> of(Parameter parameter, int levels) {
        if (parameter instanceof ChoiceParameter choice) {
            return choice.choices();
        } else if (parameter instanceof Constant constant) {
            return Collections.singletonList(constant.value());
        }
        NumberParameter number = (NumberParameter) parameter;
        if (levels == 1) {
            return List.of(number.decode(0.5));
        }
        return number.size() == Long.MAX_VALUE ? ofContinuum(number, levels) : ofSteps(number, levels);
    }

    private static List<Object> ofContinuum(NumberParameter number, int levels) {
        return IntStream.range(0, levels)
                .mapToObj(i -> (Object) spaced(number, i, levels))
                .distinct()
                .toList();
    }

    private static List<Object> ofSteps(NumberParameter number, int levels) {
        double step = step(number);
        long count = number.size();
        int taken = (int) Math.min(levels, count);
        List<Object> values = new ArrayList<>();
        long previous = -1;
        for (int i = 0; i < taken; i++) {
            long nearest = Math.round((spaced(number, i, taken) - number.lowest()) / step);
            // Where the scale is denser than the steps, levels that would fall together move up.
            long index = Math.min(Math.max(nearest, previous + 1), count - (taken - i));
            values.add(number.check(Math.min(number.highest(), number.lowest() + index * step)));
            previous = index;
        }
        return values;
    }

    private static double step(NumberParameter number) {
        return number instanceof IntegerParameter integer ? integer.step() : ((FloatParameter) number).step();
    }

    private static double spaced(NumberParameter number, int i, int levels) {
        double low = number.lowest();
        double high = number.highest();
        if (i == 0 || i == levels - 1) {
            return i == 0 ? low : high;
        }
        double value = number.log()
                ? StrictMath.exp(StrictMath.log(low) + (StrictMath.log(high) - StrictMath.log(low)) * i / (levels - 1))
                : low + (high - low) * i / (levels - 1);
        return Math.min(high, Math.max(low, new BigDecimal(value, DIGITS).doubleValue()));
    }
}
