package org.attune.space;

/**
 * Equally spaced numbers {@code low, low + step, ...}, each with a cell of the unit interval that reaches half a step to both sides, so the
 * first and the last are as likely as the others (under a logarithm: as likely as their width says).
 */
record Levels(double low, double step, long count, Scale scale) {

    static Levels of(double low, double high, double step, boolean log) {
        // A range such as 0..1 by 0.1 must not lose its end to rounding.
        long count = (long) Math.floor((high - low) / step + 1e-9) + 1;
        double last = low + (count - 1) * step;
        double from = low - step / 2;
        if (log && from <= 0) {
            from = low / 2;
        }
        return new Levels(low, step, count, new Scale(from, last + step / 2, log));
    }

    long index(double unit) {
        long index = Math.round((scale.value(unit) - low) / step);
        return Math.min(count - 1, Math.max(0, index));
    }

    /** Middle of a level's cell, which is the value itself on a linear scale. */
    double unit(long index) {
        double below = scale.unit(Math.max(scale.from(), low + (index - 0.5) * step));
        double above = scale.unit(low + (index + 0.5) * step);
        return (below + above) / 2;
    }

    /** Number of the level that is the given number, or -1. */
    long indexOf(double number) {
        double index = (number - low) / step;
        long nearest = Math.round(index);
        return nearest >= 0 && nearest < count && Math.abs(index - nearest) < 1e-6 ? nearest : -1;
    }
}
