package org.attune.spec;

/** The metric to optimise and the direction. */
public record Objective(String metric, Mode mode) {

    /** Direction of an objective. */
    public enum Mode {
        MIN,
        MAX
    }

    /**
     * The value as a loss, which every sampler and scheduler minimises. Maximising a metric and minimising its negative give the same losses,
     * bit by bit; not-a-number, which is worse than everything, gives positive infinity.
     */
    public double loss(double value) {
        // Both ways a zero comes out as positive zero.
        double loss = mode == Mode.MIN ? value + 0.0 : 0.0 - value;
        return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }
}
