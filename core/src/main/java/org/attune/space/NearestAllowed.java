package org.attune.space;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The default configuration, or one near it if that is forbidden. Only parameters that the broken clauses tie together leave their defaults: of some draws that one with
 * the fewest parameters off their defaults is taken, and these are put back one after the other wherever that is allowed. So none of them alone could be put
 * back, though there may be others as near.
 */
final class NearestAllowed {
    private static final int DRAWS = 100;

    private final SearchSpace space;
    private final Map<String, Object> standard;
    private final RandomGenerator random;

    private NearestAllowed(SearchSpace space, RandomGenerator random) {
        this.space = space;
        this.random = random;
        standard = space.standard().values();
    }

    /** @throws NothingDrawnException if no configuration is found that is allowed */
    static Configuration to(SearchSpace space, RandomGenerator random) {
        NearestAllowed nearest = new NearestAllowed(space, random);
        Map<String, Object> values = nearest.standard;
        for (Drawing drawing : space.sampling().drawings()) {
            if (drawing.component().isForbidden(space.listed(values))) {
                values = nearest.settled(drawing, values);
            }
        }
        return space.completed(values);
    }

    private Map<String, Object> settled(Drawing drawing, Map<String, Object> values) {
        Map<String, Object> best = null;
        for (int i = 0; i < DRAWS; i++) {
            Map<String, Object> drawn = drawn(drawing, values);
            best = best == null || distance(drawn) < distance(best) ? drawn : best;
        }
        for (int number : drawing.component().order()) {
            Parameter parameter = space.parameters().get(number);
            if (best.containsKey(parameter.name())) {
                Map<String, Object> back = new HashMap<>(best);
                back.put(parameter.name(), parameter.standard());
                back = space.completed(back).values();
                best = drawing.component().isForbidden(space.listed(back)) ? best : back;
            }
        }
        return best;
    }

    /** The values with those of the component drawn anew. */
    private Map<String, Object> drawn(Drawing drawing, Map<String, Object> values) {
        Object[] listed = new Object[space.parameters().size()];
        double[] draws = new double[listed.length];
        drawing.renew(draws, random);
        drawing.settle(draws, listed, random);
        Map<String, Object> merged = new HashMap<>(values);
        for (int number : drawing.component().order()) {
            String name = space.parameters().get(number).name();
            if (listed[number] == Compiled.ABSENT) {
                merged.remove(name);
            } else {
                merged.put(name, listed[number]);
            }
        }
        return space.completed(merged).values();
    }

    private long distance(Map<String, Object> values) {
        return values.entrySet().stream()
                .filter(entry -> !Objects.equals(space.parameter(entry.getKey()).standard(), entry.getValue()))
                .count();
    }
}
