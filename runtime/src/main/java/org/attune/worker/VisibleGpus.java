package org.attune.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The devices that the environment grants, or else those that the driver's tool lists. */
record VisibleGpus(List<String> ids, String source) {
    private static final List<String> VARIABLES =
            List.of("CUDA_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES");
    private static final long LIMIT_SECONDS = 30;

    static VisibleGpus find(Map<String, String> environment) {
        for (String variable : VARIABLES) {
            String value = environment.get(variable);
            if (value != null) {
                return new VisibleGpus(listed(value), "by " + variable);
            }
        }
        return new VisibleGpus(positions(nvidiaSmi()), "by nvidia-smi");
    }

    /** As the driver reads it: the list ends at the first entry that is no device. */
    private static List<String> listed(String value) {
        List<String> ids = new ArrayList<>();
        for (String id : Arrays.stream(value.split(",")).map(String::strip).toList()) {
            if (!id.matches("\\d+|(GPU|MIG)-.+")) {
                break;
            }
            ids.add(id);
        }
        return ids;
    }

    private static List<String> positions(String listing) {
        List<String> ids = new ArrayList<>();
        listing.lines().filter(line -> line.startsWith("GPU ")).forEach(line -> ids.add(Integer.toString(ids.size())));
        return ids;
    }

    private static String nvidiaSmi() {
        try {
            Process process = new ProcessBuilder("nvidia-smi", "-L")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            process.onExit()
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(late -> process.destroyForcibly());
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // there is no such tool, so no such device
        }
    }
}
