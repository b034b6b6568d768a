package org.attune.worker.join;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What people say of a worker: limits, which only lower what it was granted, and what no system knows.
 *
 * @param gpus devices by id
 * @param memory bytes
 * @param custom amounts of named resources
 */
public record Caps(
        OptionalDouble cpus,
        Optional<List<String>> gpus,
        OptionalLong memory,
        Map<String, Double> custom,
        Map<String, String> labels) {

    public static Caps none() {
        return new Caps(OptionalDouble.empty(), Optional.empty(), OptionalLong.empty(), Map.of(), Map.of());
    }
}
