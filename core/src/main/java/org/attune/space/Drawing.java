package org.attune.space;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** How the parameters of a component are drawn: from all of their values or from a region of them, again and again until it is allowed. */
record Drawing(Component component, Region region) {
    /** As good as never where one of ten thousand draws is allowed. */
    private static final int MOST_DRAWS = 200_000;

    private static final int TRIAL_DRAWS = 64;
    private static final int FEW = TRIAL_DRAWS / 4;

    /** By regions only where plain draws seldom succeed. */
    static Drawing of(Component component) {
        Drawing plain = plain(component);
        return plain.allowed(TRIAL_DRAWS) >= FEW ? plain : inRegions(component);
    }

    static Drawing plain(Component component) {
        return new Drawing(component, new Region.Mixed());
    }

    static Drawing inRegions(Component component) {
        return new Drawing(
                component,
                Regions.of(
                        Box.whole(new Domains(component.space())),
                        component.clauses(),
                        region -> region.most() == 0 || new Drawing(component, region).allowed(TRIAL_DRAWS) >= FEW));
    }

    /**
     * Gives the parameters values that are allowed.
     *
     * @param draws uniform ones, of all parameters; used up
     * @param values of all parameters; those of the component are set
     * @param random where more draws come from
     * @throws NothingDrawnException if none are found
     */
    void settle(double[] draws, Object[] values, RandomGenerator random) {
        if (region.most() == 0) {
            throw new NothingDrawnException("no draw can hit what is left when all of these are forbidden: "
                    + component.text() + ". Drop or narrow one of them.");
        }
        for (int draw = 0; draw < MOST_DRAWS; draw++) {
            if (draw > 0) {
                renew(draws, random);
            }
            if (isAllowed(draws, values)) {
                return;
            }
        }
        throw new NothingDrawnException("no configuration was found in " + MOST_DRAWS
                + " draws when all of these are forbidden: " + component.text() + ". Drop or narrow one of them.");
    }

    /** How many of so many draws from the region, always the same, are allowed. */
    int allowed(int count) {
        SplittableRandom random = new SplittableRandom(count);
        double[] draws = new double[component.space().parameters().size()];
        Object[] values = new Object[draws.length];
        int allowed = 0;
        for (int draw = 0; draw < count; draw++) {
            renew(draws, random);
            allowed += isAllowed(draws, values) ? 1 : 0;
        }
        return allowed;
    }

    private boolean isAllowed(double[] draws, Object[] values) {
        if (!(region instanceof Region.Mixed)) {
            place(draws);
        }
        component.space().fill(values, draws, component.order());
        return !component.isForbidden(values);
    }

    /** Draws for the parameters of the component. */
    void renew(double[] draws, RandomGenerator random) {
        for (int i : component.order()) {
            draws[i] = random.nextDouble();
        }
    }

    private void place(double[] draws) {
        double[] from = new double[draws.length];
        double[] width = new double[draws.length];
        region.place(draws, from, width);
        for (int i : component.order()) {
            if (width[i] > 0) {
                draws[i] = Math.min(from[i] + draws[i] * width[i], Math.nextDown(from[i] + width[i]));
            }
        }
    }
}
