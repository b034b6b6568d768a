package org.attune.timeleft;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** How far a trial goes until something of it is kept: to its next checkpoint, or to where it is decided on. Learnt from where trials saved before. Not for use by several threads. */
public final class Stretches {
    private static final int KEPT = 20;
    private static final double MOST = 0.9;

    private final Map<Integer, Samples> gaps = new HashMap<>();
    private final Samples all = new Samples(10 * KEPT);
    private final Samples lengths = new Samples(KEPT);

    /** A trial saved, so many steps after what was kept of it before. */
    public void saved(int trial, int steps) {
        gaps.computeIfAbsent(trial, any -> new Samples(KEPT)).add(steps);
        all.add(steps);
    }

    /** A trial came to its own end, after so many steps in all. */
    public void ended(int steps) {
        lengths.add(steps);
    }

    /** Whether trials of this study save with what they report. */
    public boolean areKnown() {
        return !all.isEmpty();
    }

    /**
     * Steps from where something was kept of it to where something will be again.
     *
     * @param step where something was kept; 0 at the beginning
     * @param until step at which it is decided on
     */
    public OptionalInt next(int trial, int step, OptionalInt until) {
        OptionalInt end = until.isPresent() ? until : typicalEnd();
        OptionalInt left = end.isPresent() ? OptionalInt.of(Math.max(1, end.getAsInt() - step)) : OptionalInt.empty();
        Samples known = gaps.getOrDefault(trial, all);
        if (known.isEmpty()) {
            return left;
        }
        int gap = (int) known.quantile(MOST);
        return OptionalInt.of(left.isPresent() ? Math.min(gap, left.getAsInt()) : gap);
    }

    /** Whether a trial is likely about to come to its own end. */
    public boolean isAtItsEnd(int step, OptionalInt until) {
        return until.isEmpty()
                && typicalEnd().isPresent()
                && step >= typicalEnd().getAsInt();
    }

    private OptionalInt typicalEnd() {
        return lengths.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) lengths.quantile(MOST));
    }
}
