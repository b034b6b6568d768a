package org.attune.space;

/** Maps [from, to] onto [0, 1], linearly or by logarithm. With {@code StrictMath}, so that every machine gets the same bits. */
record Scale(double from, double to, boolean log) {

    double unit(double value) {
        double unit = log
                ? (StrictMath.log(value) - StrictMath.log(from)) / (StrictMath.log(to) - StrictMath.log(from))
                : (value - from) / (to - from);
        return Math.min(1, Math.max(0, unit));
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
