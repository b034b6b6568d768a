package org.attune.space.formats.configspace;

import java.util.HashMap;
import java.util.Map;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.Parameter;
import org.attune.text.Json;

/** How ConfigSpace 1.x sees the values of one parameter: as a number, and as a place in its vector. */
interface Coordinate {
    double ILLEGAL = Double.NaN;

    /** The value as a number: of a choice its number, of a constant 0; {@link #ILLEGAL} if the parameter does not have it. */
    double number(Object value);

    /** The number as a configuration keeps it. */
    default double kept(double number) {
        return number;
    }

    /** Place in the vector. */
    double unit(double number);

    /** The number whose place is nearest. */
    double inverse(double unit);

    /** The value that a legal number stands for. */
    Object value(double number);

    /** What a value must be. */
    String rule();

    static Coordinate of(Parameter parameter) {
        if (parameter instanceof ChoiceParameter choice) {
            return new Choice(choice);
        } else if (parameter instanceof IntegerParameter whole) {
            return new Range(whole.low(), whole.high(), whole.log(), true);
        } else if (parameter instanceof FloatParameter real) {
            return new Range(real.low(), real.high(), real.log(), false);
        }
        return new Fixed(((Constant) parameter).value());
    }

    /** The number of the choice, not scaled. */
    record Choice(ChoiceParameter parameter, Map<Object, Integer> same, Map<Object, Integer> equal)
            implements Coordinate {

        Choice(ChoiceParameter parameter) {
            this(parameter, new HashMap<>(), new HashMap<>());
            for (Object choice : parameter.choices()) {
                equal.putIfAbsent(PythonValues.key(choice), same.size());
                same.put(choice, same.size());
            }
        }

        @Override
        public double number(Object value) {
            Integer index = same.get(value);
            if (index == null) {
                index = equal.get(PythonValues.key(value));
            }
            return index == null ? ILLEGAL : index;
        }

        @Override
        public double unit(double number) {
            return number;
        }

        @Override
        public double inverse(double unit) {
            return Math.min(parameter.choices().size() - 1, Math.max(0, Math.rint(unit)));
        }

        @Override
        public Object value(double number) {
            return parameter.choices().get((int) number);
        }

        @Override
        public String rule() {
            return "one of " + Json.plain(parameter.choices());
        }
    }

    /** The share of the range, steps aside: 1.x has none. */
    record Range(double low, double high, boolean log, boolean whole, double logLow, double logHigh)
            implements Coordinate {
        Range(double low, double high, boolean log, boolean whole) {
            this(low, high, log, whole, log ? StrictMath.log(low) : 0, log ? StrictMath.log(high) : 0);
        }

        /** Real numbers are rounded to 13 decimals. */
        private static final double DECIMALS = 1e13;

        /** So near to a whole number is as good as one. */
        private static final double NEAR = 1e-9;

        @Override
        public double number(Object value) {
            if (!(value instanceof Number || (whole && value instanceof Boolean))) {
                return ILLEGAL;
            }
            double number = PythonValues.number(value);
            double compared = whole ? Math.rint(number) : number;
            boolean legal = compared >= low && compared <= high && (!whole || Math.abs(number - compared) <= NEAR);
            return legal ? number : ILLEGAL;
        }

        @Override
        public double kept(double number) {
            return whole || Math.abs(number) * DECIMALS > 1L << 53
                    ? number
                    : Math.min(high, Math.max(low, Math.rint(number * DECIMALS) / DECIMALS));
        }

        @Override
        public double unit(double number) {
            return log ? (StrictMath.log(number) - logLow) / (logHigh - logLow) : (number - low) / (high - low);
        }

        @Override
        public double inverse(double unit) {
            double number = log ? StrictMath.exp(logLow + unit * (logHigh - logLow)) : low + unit * (high - low);
            return Math.min(high, Math.max(low, whole ? Math.rint(number) : number));
        }

        @Override
        public Object value(double number) {
            return whole ? (Object) Long.valueOf(Math.round(number)) : Double.valueOf(number);
        }

        @Override
        public String rule() {
            return (whole ? "a whole number" : "a number") + " between " + text(low) + " and " + text(high);
        }

        private String text(double bound) {
            return Json.plain(value(bound));
        }
    }

    record Fixed(Object constant) implements Coordinate {
        @Override
        public double number(Object value) {
            return PythonValues.equal(constant, value) ? 0 : ILLEGAL;
        }

        @Override
        public double unit(double number) {
            return 1;
        }

        @Override
        public double inverse(double unit) {
            return 0;
        }

        @Override
        public Object value(double number) {
            return constant;
        }

        @Override
        public String rule() {
            return Json.plain(constant) + " (it is a constant)";
        }
    }
}
