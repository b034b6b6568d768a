package org.attune.head;

import java.util.Map;
import org.attune.spec.Resources;

/**
 * What one trial or task needs.
 *
 * @param nodes on how many workers at once; the amounts are of each
 * @param cpu CPUs, may be a fraction
 * @param gpu devices; a fraction below 1 is of one device, which others may share
 * @param memory bytes; 0 if it does not say
 * @param custom amounts of named resources
 * @param labels that each worker must have
 * @param spread whether the emptiest worker is taken rather than the fullest in which it fits
 */
public record Demand(
        int nodes,
        double cpu,
        double gpu,
        long memory,
        Map<String, Double> custom,
        Map<String, String> labels,
        boolean spread) {

    public Demand {
        custom = Map.copyOf(custom);
        labels = Map.copyOf(labels);
    }

    /** What a trial of a study needs. */
    public static Demand of(Resources resources) {
        return new Demand(
                resources.nodes(),
                resources.cpu(),
                resources.gpu(),
                resources.memory().orElse(0),
                resources.custom(),
                resources.labels(),
                resources.spread());
    }
}
