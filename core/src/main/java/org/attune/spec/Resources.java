package org.attune.spec;

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
 * @param pin whether a trial is bound to CPUs of its own; absent: where Attune itself was granted certain CPUs
 * @param threads whether the variables that set the threads of numerical libraries are set to the trial's CPUs
 */
public record Resources(double cpu, double gpu, OptionalLong memory, Optional<Boolean> pin, boolean threads) {

    public Resources(double cpu, double gpu, OptionalLong memory) {
        this(cpu, gpu, memory, Optional.empty(), true);
    }

    public static Resources oneCpu() {
        return new Resources(1, 0, OptionalLong.empty());
    }

    /** As a study file writes it: {@code {"cpu": 2, "gpu": 1, "memory": 4000000000}}; what is not asked for is left out. */
    public Map<String, Object> definition() {
        Map<String, Object> map = amounts();
        pin.ifPresent(value -> map.put("pin", value));
        if (!threads) {
            map.put("threads", false);
        }
        return map;
    }

    /** What a trial is told: {@link #definition()} less the switches. */
    public Map<String, Object> amounts() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cpu", plain(cpu));
        if (gpu > 0) {
            map.put("gpu", plain(gpu));
        }
        memory.ifPresent(bytes -> map.put("memory", bytes));
        return map;
    }

    private static Number plain(double number) {
        if (number == Math.rint(number)) {
            return (long) number;
        }
        return number;
    }
}
