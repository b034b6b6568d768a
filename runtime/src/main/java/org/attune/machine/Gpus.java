package org.attune.machine;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The devices that this process may use.
 *
 * @param ids as they were granted: {@code 2}, {@code GPU-5b2c...}, {@code MIG-7f3e...}
 * @param source what gave them, for people
 */
public record Gpus(Vendor vendor, List<String> ids, String source) {

    /** Whose runtime sees them, by variables of its own. */
    public enum Vendor {
        NVIDIA,
        AMD,
        NONE
    }

    public Gpus {
        ids = List.copyOf(ids);
    }

    static Gpus none(String source) {
        return new Gpus(Vendor.NONE, List.of(), source);
    }

    /** {@code 2 GPUs by nvidia-smi}. */
    public String text() {
        return (ids.size() == 1 ? "1 GPU " : ids.size() + " GPUs ") + source;
    }

    /**
     * Why devices that were granted cannot be used, as far as their driver tells; absent if nothing speaks against them. May take seconds.
     *
     * @param searchPath where the driver's program is looked for
     */
    public Optional<String> problem(String searchPath) {
        return vendor == Vendor.NVIDIA && !ids.isEmpty()
                ? GpuProblem.of(ids, new GpuTools(searchPath).complaint(), GpuProblem.openable(Path.of("/dev")))
                : Optional.empty();
    }

    /** Shows some of the devices, and no others, to a process with this environment. */
    public void show(List<String> devices, Map<String, String> environment) {
        environment.putAll(variables(devices));
        if (vendor == Vendor.AMD) {
            // Both would choose among the devices once more.
            environment.remove("CUDA_VISIBLE_DEVICES");
            environment.remove("GPU_DEVICE_ORDINAL");
        }
    }

    private Map<String, String> variables(List<String> devices) {
        String list = String.join(",", devices);
        Map<String, String> variables = new LinkedHashMap<>();
        if (vendor == Vendor.NVIDIA) {
            variables.put("CUDA_VISIBLE_DEVICES", list);
        } else if (vendor == Vendor.AMD) {
            variables.put("ROCR_VISIBLE_DEVICES", list);
            // Counts within those that ROCR lets through.
            variables.put(
                    "HIP_VISIBLE_DEVICES",
                    IntStream.range(0, devices.size())
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(",")));
        }
        return variables;
    }
}
