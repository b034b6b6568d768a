package org.attune.space;

/**
 * Equally spaced numbers {@code low, low + step, ...}. The range between the first and the last is cut into as many pieces of equal width as there are
 * numbers, so that all are equally likely, both ends included; under a logarithm as likely as the logarithm of their piece is long (as in ConfigSpace 1.x).
 */
record Levels(double low, double step, long count, Scale scale) {

    static Levels of(double low, double high, double step, boolean log) {
        // A range such as 0..1 by 0.1 must not lose its end to rounding.
        long count = (long) Math.floor((high - low) / step + 1e-9) + 1;
        return new Levels(low, step, count, new Scale(low, low + (count - 1) * step, log));
    }

    long index(double unit) {
        double share = scale.log() ? (scale.value(unit) - low) / (scale.to() - low) : unit;
        return Math.min(count - 1, Math.max(0, (long) Math.floor(share * count)));
    }

    /** Middle of a level's piece of the unit interval. */
    double unit(long index) {
        return piece(index).centre();
    }

    /** The piece in which a point lies. */
    Cell cell(double unit) {
        return piece(index(unit));
    }

    private Cell piece(long index) {
        return new Cell(edge(index), edge(index + 1));
    }

    private double edge(long index) {
        double share = (double) index / count;
        return scale.log() ? scale.unit(low + share * (scale.to() - low)) : share;
    }

    /** Number of the level that is the given number, or -1. */
    long indexOf(double number) {
        double index = (number - low) / step;
        long nearest = Math.round(index);
        return nearest >= 0 && nearest < count && Math.abs(index - nearest) < 1e-6 ? nearest : -1;
    }
}
