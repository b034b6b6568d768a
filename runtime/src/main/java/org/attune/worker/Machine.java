package org.attune.worker;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What this process may use of the machine it runs on.
 *
 * @param cpus number of CPUs
 * @param cpuSource what gave that number, for people
 * @param gpus what to set {@code CUDA_VISIBLE_DEVICES} to for each device
 * @param gpuSource what gave those, for people
 * @param memory bytes
 * @param openFiles how many files this process may have open
 */
public record Machine(int cpus, String cpuSource, List<String> gpus, String gpuSource, long memory, long openFiles) {

    public Machine {
        gpus = List.copyOf(gpus);
    }

    /** What the affinity, the control group and the environment grant. {@code withGpus}: whether to look for devices, which may take a second. */
    public static Machine here(Map<String, String> environment, boolean withGpus) {
        int cpus = Runtime.getRuntime().availableProcessors();
        VisibleGpus gpus = withGpus ? VisibleGpus.find(environment) : new VisibleGpus(List.of(), "not looked for");
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return new Machine(cpus, cpuSource(cpus), gpus.ids(), gpus.source(), memory, openFilesHere());
    }

    private static String cpuSource(int cpus) {
        int allowed = count(field(Path.of("/proc/self/status"), "Cpus_allowed_list:"));
        int online = count(line(Path.of("/sys/devices/system/cpu/online")));
        if (cpus < allowed) {
            return "by the control group's quota";
        } else if (allowed > 0 && allowed < online) {
            return "of this machine's " + online + " by affinity";
        }
        return "of this machine";
    }

    /** Number of CPUs in a list such as {@code 0-3,8}. */
    static int count(String list) {
        int count = 0;
        for (String range : list.strip().split(",")) {
            String[] ends = range.split("-");
            if (!ends[0].isBlank()) {
                count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
            }
        }
        return count;
    }

    private static long openFilesHere() {
        String[] limits =
                field(Path.of("/proc/self/limits"), "Max open files").strip().split("\\s+");
        return limits[0].matches("\\d+") ? Long.parseLong(limits[0]) : Long.MAX_VALUE;
    }

    private static String line(Path file) {
        return field(file, "");
    }

    private static String field(Path file, String start) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
