package org.attune.space;

/** Maps [from, to] onto [0, 1], linearly or by logarithm. With {@code StrictMath}, so that every machine gets the same bits. */
public record Scale(double from, double to, boolean log) {

    /** Place of a value of the range, in [0, 1]. */
    double unit(double value) {
        return Math.min(1, Math.max(0, place(value)));
    }

    /** The same, also for values outside of the range, whose places are outside of [0, 1]. */
    double place(double value) {
        return log
                ? (StrictMath.log(value) - StrictMath.log(from)) / (StrictMath.log(to) - StrictMath.log(from))
                : (value - from) / (to - from);
    }

    /** Length of the range: {@code to - from}, or the difference of their natural logarithms. */
    double length() {
        return log ? StrictMath.log(to) - StrictMath.log(from) : to - from;
    }

    /** The ends are exact, which the logarithm alone would miss by rounding. */
    double value(double unit) {
        if (unit <= 0 || unit >= 1) {
            return unit <= 0 ? from : to;
        }
        double value = log
                ? StrictMath.exp(StrictMath.log(from) + unit * (StrictMath.log(to) - StrictMath.log(from)))
                : from + unit * (to - from);
        return Math.min(to, Math.max(from, value));
    }
}
