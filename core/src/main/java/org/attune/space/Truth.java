package org.attune.space;

/** What a statement amounts to for many configurations at once: it holds for none of them, it may hold for some, it holds for all. */
enum Truth {
    NO,
    MAYBE,
    YES;

    static Truth of(boolean holds) {
        return holds ? YES : NO;
    }

    /** @param less whether it may be that the left value is less than the right one */
    static Truth of(Comparison comparison, boolean less, boolean equal, boolean greater) {
        boolean some = less && comparison.holds(-1) || equal && comparison.holds(0) || greater && comparison.holds(1);
        boolean others =
                less && !comparison.holds(-1) || equal && !comparison.holds(0) || greater && !comparison.holds(1);
        return some && others ? MAYBE : of(some);
    }

    Truth and(Truth other) {
        return compareTo(other) < 0 ? this : other;
    }

    Truth or(Truth other) {
        return compareTo(other) > 0 ? this : other;
    }
}
