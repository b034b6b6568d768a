package org.attune.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.attune.space.Combinations;
import org.attune.space.SearchSpace;

/** Which sampler, with its settings. */
public sealed interface SamplerSpec {

    /** As the study file writes it: {@code {"type": "grid", "levels": 5}}. */
    Map<String, Object> definition();

    /**
     * Every allowed combination once.
     *
     * @param levels how many values of each range of numbers, both ends among them; 1 gives the middle; a range with fewer gives all it has; 0: all values of every range, of which none is
     *     a continuum
     * @param levelsOf the same by parameter, in place of {@code levels}
     */
    record Grid(int levels, Map<String, Integer> levelsOf) implements SamplerSpec {
        public Grid {
            levelsOf = Collections.unmodifiableMap(new LinkedHashMap<>(levelsOf));
        }

        /**
         * The grid in a space.
         *
         * @throws IllegalArgumentException if the levels do not suit the space, or no combination is allowed
         */
        public Combinations over(SearchSpace space) {
            return Combinations.of(space, levels, levelsOf);
        }

        @Override
        public Map<String, Object> definition() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("type", "grid");
            if (levels > 0) {
                map.put("levels", levels);
            }
            if (!levelsOf.isEmpty()) {
                map.put("levels_of", levelsOf);
            }
            return map;
        }
    }

    /** Independent uniform draws. */
    record Random() implements SamplerSpec {
        @Override
        public Map<String, Object> definition() {
            return Map.of("type", "random");
        }
    }

    /**
     * The model of BOHB (Falkner et al. 2018).
     *
     * @param minPoints results at a budget before it gets a model, per group; absent: most parameters that a result has, + 1
     * @param topPercent share of the results that count as good, in percent, in (0, 100)
     * @param randomShare share of proposals drawn at random, in [0, 1]
     * @param candidates number of candidates that a proposal is chosen from, at least 1
     * @param bandwidthFactor widening of the good density when candidates are drawn from it, positive
     * @param minBandwidth smallest bandwidth, positive
     */
    record Bohb(
            OptionalInt minPoints,
            double topPercent,
            double randomShare,
            int candidates,
            double bandwidthFactor,
            double minBandwidth)
            implements SamplerSpec {

        public static Bohb standard() {
            return new Bohb(OptionalInt.empty(), 15, 1.0 / 3, 64, 3, 1e-3);
        }

        @Override
        public Map<String, Object> definition() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("type", "bohb");
            minPoints.ifPresent(points -> map.put("min_points", points));
            map.put("top_percent", topPercent);
            map.put("random_share", randomShare);
            map.put("candidates", candidates);
            map.put("bandwidth_factor", bandwidthFactor);
            map.put("min_bandwidth", minBandwidth);
            return map;
        }
    }
}
