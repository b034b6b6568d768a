package org.attune.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one trial gets.
 *
 * @param cpu CPUs, positive, may be a fraction
 * @param gpu GPUs, 0 or more, may be a fraction of one device
 * @param memory bytes
 * @param nodes on how many workers of a cluster a trial runs at once, at least 1; all other amounts are those of each
 * @param labels that a worker must have
 * @param spread whether the emptiest worker is taken rather than the fullest in which the trial fits
 * @param custom amounts of named resources that workers were given, above 0 each
 * @param pin whether a trial is bound to CPUs of its own; absent: where Attune itself was granted certain CPUs
 * @param threads whether the variables that set the threads of numerical libraries are set to the trial's CPUs
 */
public record Resources(
        double cpu,
        double gpu,
        OptionalLong memory,
        int nodes,
        Map<String, String> labels,
        boolean spread,
        Map<String, Double> custom,
        Optional<Boolean> pin,
        boolean threads) {

    public Resources {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        custom = Collections.unmodifiableMap(new LinkedHashMap<>(custom));
    }

    public Resources(double cpu, double gpu, OptionalLong memory) {
        this(cpu, gpu, memory, Optional.empty(), true);
    }

    public Resources(double cpu, double gpu, OptionalLong memory, Optional<Boolean> pin, boolean threads) {
        this(cpu, gpu, memory, 1, Map.of(), false, Map.of(), pin, threads);
    }

    public static Resources oneCpu() {
        return new Resources(1, 0, OptionalLong.empty());
    }

    /** As a study file writes it: {@code {"cpu": 2, "gpu": 1, "memory": 4000000000}}; what is not asked for is left out. */
    public Map<String, Object> definition() {
        Map<String, Object> map = amounts();
        if (!labels.isEmpty()) {
            map.put("labels", labels);
        }
        if (spread) {
            map.put("spread", true);
        }
        pin.ifPresent(value -> map.put("pin", value));
        if (!threads) {
            map.put("threads", false);
        }
        return map;
    }

    /** What a trial is told: {@link #definition()} less what says where it may run, and the switches. */
    public Map<String, Object> amounts() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cpu", plain(cpu));
        if (gpu > 0) {
            map.put("gpu", plain(gpu));
        }
        memory.ifPresent(bytes -> map.put("memory", bytes));
        if (nodes > 1) {
            map.put("nodes", nodes);
        }
        if (!custom.isEmpty()) {
            Map<String, Object> named = new LinkedHashMap<>();
            custom.forEach((name, amount) -> named.put(name, plain(amount)));
            map.put("custom", named);
        }
        return map;
    }

    private static Number plain(double number) {
        if (number == Math.rint(number)) {
            return (long) number;
        }
        return number;
    }
}
