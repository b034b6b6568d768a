package org.attune.machine;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.attune.machine.Gpus.Vendor;

/** Finds the devices that the environment grants, or else those that a driver's tool lists. */
final class VisibleGpus {
    private static final String CUDA = "CUDA_VISIBLE_DEVICES";
    private static final String ROCR = "ROCR_VISIBLE_DEVICES";
    private static final String HIP = "HIP_VISIBLE_DEVICES";

    private VisibleGpus() {}

    static Gpus find(SystemFiles files, Map<String, String> environment) {
        boolean amd = environment.containsKey(ROCR) || environment.containsKey(HIP);
        // Some schedulers set the variables of every vendor, and AMD's runtime reads CUDA's too: the driver decides.
        if (environment.containsKey(CUDA)
                && !(hasOnlyAmd(files) || environment.get(CUDA).isBlank() && amd)) {
            return new Gpus(Vendor.NVIDIA, listed(environment.get(CUDA)), "by " + CUDA);
        } else if (amd) {
            return amd(environment);
        } else if (environment.containsKey(CUDA)) {
            return new Gpus(Vendor.AMD, listed(environment.get(CUDA)), "by " + CUDA);
        }
        return asked(new GpuTools(environment.getOrDefault("PATH", "")));
    }

    private static boolean hasOnlyAmd(SystemFiles files) {
        return Files.exists(files.at("/dev/kfd")) && !Files.exists(files.at("/dev/nvidiactl"));
    }

    private static Gpus amd(Map<String, String> environment) {
        if (!environment.containsKey(ROCR)) {
            return new Gpus(Vendor.AMD, listed(environment.get(HIP)), "by " + HIP);
        }
        List<String> let = listed(environment.get(ROCR));
        if (!environment.containsKey(HIP)) {
            return new Gpus(Vendor.AMD, let, "by " + ROCR);
        }
        List<String> chosen = listed(environment.get(HIP)).stream()
                .flatMap(id -> among(let, id).stream())
                .distinct()
                .toList();
        return new Gpus(Vendor.AMD, chosen, "by " + ROCR + " and " + HIP);
    }

    private static Optional<String> among(List<String> let, String id) {
        if (!id.matches("\\d{1,6}")) {
            return let.contains(id) ? Optional.of(id) : Optional.empty();
        }
        int position = Integer.parseInt(id);
        return position < let.size() ? Optional.of(let.get(position)) : Optional.empty();
    }

    /** As the drivers read it: the list ends at the first entry that is no device. */
    private static List<String> listed(String value) {
        List<String> ids = new ArrayList<>();
        for (String id : Arrays.stream(value.split(",")).map(String::strip).toList()) {
            if (!id.matches("\\d+|(GPU|MIG)-.+")) {
                break;
            }
            if (!ids.contains(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static Gpus asked(GpuTools tools) {
        List<String> nvidia = tools.nvidia();
        if (!nvidia.isEmpty()) {
            return new Gpus(Vendor.NVIDIA, nvidia, "by nvidia-smi");
        }
        for (String tool : List.of("amd-smi", "rocm-smi")) {
            int count = tools.amd(tool);
            if (count > 0) {
                List<String> ids =
                        IntStream.range(0, count).mapToObj(Integer::toString).toList();
                return new Gpus(Vendor.AMD, ids, "by " + tool);
            }
        }
        return Gpus.none(tools.isThereAny() ? "by the drivers' tools" : "for lack of a driver's tool");
    }
}
