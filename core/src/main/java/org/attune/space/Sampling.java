package org.attune.space;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Draws configurations of a space.
 *
 * <p><b>What is drawn.</b> The distribution is that of ConfigSpace: draw each parameter by itself from its own distribution, drop what is not active, and if the
 * rest is forbidden, draw all of it anew. Whatever is done to be faster leaves exactly this distribution.
 *
 * <p><b>Draws are points of a cube.</b> A parameter's value is the {@linkplain Parameter#quantile quantile} of a number that is uniform in [0, 1). So a
 * configuration is drawn by a point of the unit cube with an axis for each parameter, and what is forbidden is a part of that cube. The task is to draw uniformly
 * from the rest.
 *
 * <p><b>Parts apart.</b> Forbidden clauses tie parameters together: those they speak of, and the parents on which the activity of these hangs. Parameters that are
 * not tied are independent, and remain so when something is forbidden elsewhere. So each {@linkplain Component set of tied parameters} is drawn anew by itself until
 * it is allowed, and parameters about which no clause speaks are drawn once. Ten clauses that each forbid half then cost two draws each, not a thousand of all.
 *
 * <p><b>Where draws seldom succeed</b> (of 64, which are always the same, less than a quarter), the cube of the tied parameters is {@linkplain Regions cut into
 * boxes}: at the values that clauses name, between choices, and, where two ranges are compared, where one ends or in the middle. In each {@link Box} a clause holds
 * for all, for none, or for some. All: the box is dropped. None: it is kept, and the clause forgotten. What is left of the clauses in a box may fall apart into
 * independent groups, which are cut each by itself, so that the number of boxes is that of their sum and not of their product. A box in which it cannot be told is cut
 * again, until draws succeed often enough, for a continuum that is compared with another has no end of boxes; there draws are rejected still, and all is drawn anew.
 * A box is drawn in proportion to its share of the cube, which is exact as it is measured in draws: the narrowed range of a continuum is a range of quantiles,
 * whatever its prior (the inverse of the distribution function, conditioned). The draws themselves choose among the boxes: a draw that falls into one is stretched over
 * it, so that one draw for each parameter is used, unless some are rejected.
 *
 * <p>The last word has always the clause itself: what is drawn is asked again, so that no rounding can let anything forbidden pass.
 *
 * <p>This is weighted model counting by splitting and by components (Bayardo and Pehoushek 2000; Chavira and Darwiche 2008), with intervals in the place of truth
 * values, and acceptance and rejection (von Neumann 1951) where the intervals remain. Immutable; safe for use by many threads.
 */
final class Sampling {
    private final SearchSpace space;
    private final List<Drawing> drawings;
    private final int[] others;

    Sampling(SearchSpace space) {
        this(space, Drawing::of);
    }

    /** @param how how tied parameters are drawn */
    Sampling(SearchSpace space, Function<Component, Drawing> how) {
        this.space = space;
        drawings = Component.of(space).stream().map(how).toList();
        boolean[] tied = new boolean[space.parameters().size()];
        for (Drawing drawing : drawings) {
            for (int i : drawing.component().order()) {
                tied[i] = true;
            }
        }
        others = Arrays.stream(space.order()).filter(i -> !tied[i]).toArray();
    }

    /** @throws NothingDrawnException if none is found that is allowed */
    Configuration draw(RandomGenerator random) {
        double[] draws = new double[space.parameters().size()];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = random.nextDouble();
        }
        Object[] values = new Object[draws.length];
        for (Drawing drawing : drawings) {
            drawing.settle(draws, values, random);
        }
        space.fill(values, draws, others);
        return space.configuration(values);
    }

    List<Drawing> drawings() {
        return drawings;
    }
}
