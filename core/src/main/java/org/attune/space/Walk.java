package org.attune.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Finds, one after the other, the configurations that are made of some values of each parameter, are allowed, and differ. The parameter that comes last varies fastest;
 * one that is not active has no value, and so varies not at all.
 *
 * <p>It is a search with conflict-directed backjumping (P. Prosser, "Hybrid algorithms for the constraint satisfaction problem", Computational Intelligence 9 (1993)): a clause
 * is looked at as soon as its last parameter has its value, and when no value of a parameter is possible, the search goes back to the latest one that had a share in that, past all
 * that had none. So a clause about the first and the last of many parameters does not cost a walk over all that lies between.
 *
 * <p>One thread uses it at a time.
 */
final class Walk {
    private final SearchSpace space;
    private final List<GridAxis> axes;
    private final int[] order;
    private final boolean[] wanted;
    /** For each level: the clauses that can be decided there, and the levels that each looks at. */
    private final List<List<Compiled>> clauses = new ArrayList<>();

    private final List<List<BitSet>> seen = new ArrayList<>();
    /** For each level: the levels that say whether its parameter is active. */
    private final BitSet[] parents;

    private final Object[] values;
    private final long[] tried;
    private final long[] sizes;
    private final BitSet[] conflicts;
    private boolean begun;
    private long steps;

    /**
     * @param axes values of each parameter, in the order of the space
     * @param order numbers of some of the parameters, parents first, with all their parents
     * @param wanted parameters that must be active
     */
    Walk(SearchSpace space, List<GridAxis> axes, int[] order, boolean[] wanted) {
        this.space = space;
        this.axes = axes;
        this.order = order;
        this.wanted = wanted;
        int[] levels = new int[axes.size()];
        Arrays.fill(levels, -1);
        for (int level = 0; level < order.length; level++) {
            levels[order[level]] = level;
            clauses.add(new ArrayList<>());
            seen.add(new ArrayList<>());
        }
        parents = new BitSet[order.length];
        conflicts = new BitSet[order.length];
        for (int level = 0; level < order.length; level++) {
            Clause condition =
                    space.conditions().get(space.parameters().get(order[level]).name());
            parents[level] = condition == null ? new BitSet() : levels(condition, levels);
            conflicts[level] = new BitSet();
        }
        for (int i = 0; i < space.forbidden().size(); i++) {
            Clause clause = space.forbidden().get(i);
            if (clause.parameters().stream().allMatch(name -> levels[space.number(name)] >= 0)) {
                BitSet looked = levels(clause, levels);
                clauses.get(looked.length() - 1).add(space.refused(i));
                seen.get(looked.length() - 1).add(looked);
            }
        }
        values = new Object[axes.size()];
        tried = new long[order.length];
        sizes = new long[order.length];
    }

    private BitSet levels(Clause clause, int[] levels) {
        BitSet set = new BitSet();
        clause.parameters().forEach(name -> set.set(levels[space.number(name)]));
        return set;
    }

    /** Values of what it walks over, {@link Compiled#ABSENT} where not active; those of the last one that was found. */
    Object[] values() {
        return values;
    }

    /**
     * Goes on to the next one.
     *
     * @param mostSteps how many values it may try, in all calls together
     * @return whether there is one
     * @throws TooLong if it is not known yet
     */
    boolean next(long mostSteps) throws TooLong {
        int level = order.length - 1;
        if (!begun) {
            begun = true;
            level = 0;
            if (order.length == 0) {
                return true;
            }
            enter(0);
        } else if (order.length == 0) {
            return false;
        }
        while (true) {
            if (steps > mostSteps) {
                throw new TooLong();
            }
            if (tryNext(level)) {
                if (level == order.length - 1) {
                    // With another value here, or of any parameter before, there may be another one.
                    conflicts[level].set(0, level);
                    return true;
                }
                enter(++level);
            } else {
                conflicts[level].or(parents[level]);
                int back = conflicts[level].length() - 1;
                if (back < 0) {
                    return false;
                }
                conflicts[back].or(conflicts[level]);
                conflicts[back].clear(back);
                level = back;
            }
        }
    }

    private void enter(int level) {
        boolean active = space.isActive(order[level], values);
        conflicts[level].clear();
        tried[level] = 0;
        sizes[level] = active ? axes.get(order[level]).size() : wanted[order[level]] ? 0 : 1;
        values[order[level]] = active ? null : Compiled.ABSENT;
    }

    private boolean tryNext(int level) {
        int at = order[level];
        while (tried[level] < sizes[level]) {
            steps++;
            if (values[at] != Compiled.ABSENT) {
                values[at] = axes.get(at).value().apply(tried[level]);
            }
            tried[level]++;
            if (isAllowed(level)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAllowed(int level) {
        List<Compiled> here = clauses.get(level);
        for (int i = 0; i < here.size(); i++) {
            if (here.get(i).holds(values)) {
                conflicts[level].or(seen.get(level).get(i));
                conflicts[level].clear(level);
                return false;
            }
        }
        return true;
    }

    /** The search was given up before it was decided. */
    static final class TooLong extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
