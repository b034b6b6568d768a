package org.attune.head.placing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.attune.head.Demand;

/**
 * A demand in whole numbers, so that ten tenths are one.
 *
 * @param nodes on how many workers at once; the rest is of each
 * @param amounts by name of the resource, in {@link #UNIT}s except for memory, which is in bytes
 * @param devices whole GPUs
 * @param share of one GPU, in {@link #UNIT}s, if no whole one is asked for
 */
record Need(int nodes, Map<String, Long> amounts, int devices, long share, Map<String, String> labels, boolean spread) {
    static final long UNIT = 1_000_000;
    static final String CPU = "cpu";
    static final String MEMORY = "memory";
    /** Of which each place takes one. */
    static final String PLACES = "places";

    static Need of(Demand demand) {
        Map<String, Long> amounts = new TreeMap<>();
        demand.custom().forEach((name, amount) -> amounts.put(name, units(amount)));
        amounts.put(CPU, units(demand.cpu()));
        amounts.put(MEMORY, demand.memory());
        amounts.put(PLACES, UNIT);
        amounts.values().removeIf(amount -> amount <= 0);
        boolean whole = demand.gpu() >= 1;
        return new Need(
                demand.nodes(),
                Collections.unmodifiableMap(amounts),
                whole ? (int) Math.ceil(demand.gpu() - 1e-9) : 0,
                whole ? 0 : units(demand.gpu()),
                new TreeMap<>(demand.labels()),
                demand.spread());
    }

    /** Rounded down, so that what is asked for in equal parts fits as often as it should: three thirds, six sixths. */
    static long units(double amount) {
        return (long) Math.floor(Math.min(amount, Long.MAX_VALUE / (2.0 * UNIT)) * UNIT + 1e-3);
    }

    /** {@code cpu: 8, gpu: 1, zone: a}. */
    String text() {
        List<String> texts = new ArrayList<>();
        amounts.forEach((name, amount) -> {
            if (!name.equals(PLACES)) {
                texts.add(Amounts.asked(name, amount));
            }
        });
        if (needsGpu()) {
            texts.add(Amounts.gpu(this));
        }
        if (!labels.isEmpty()) {
            texts.add(Amounts.labels(labels));
        }
        return String.join(", ", texts);
    }

    boolean needsGpu() {
        return devices > 0 || share > 0;
    }
}
