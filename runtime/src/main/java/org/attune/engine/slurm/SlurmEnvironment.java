package org.attune.engine.slurm;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The environment for Slurm's commands: without what changes how they print, and without what the job that this process is in would leave to another. */
final class SlurmEnvironment {
    private static final Set<String> WHERE_SLURM_IS = Set.of("SLURM_CONF", "SLURM_CLUSTERS", "SLURM_JWT");
    private static final List<String> HABITS = List.of("SLURM", "SQUEUE_", "SINFO_", "SCANCEL_", "SCONTROL_");
    private static final Set<String> MISLEADING =
            Set.of("SBATCH_WAIT", "SBATCH_DEBUG", "SBATCH_ARRAY_INX", AllocationEnd.VARIABLE);
    private static final Set<String> DEVICES = Set.of(
            "CUDA_VISIBLE_DEVICES",
            "ROCR_VISIBLE_DEVICES",
            "HIP_VISIBLE_DEVICES",
            "GPU_DEVICE_ORDINAL",
            "ZE_AFFINITY_MASK");

    private static final Pattern HEADER = Pattern.compile("^#SBATCH\\s+--([a-z][a-z0-9-]*)");

    /** Variables that are not called as their option is, or say its opposite. */
    private static final Map<String, String> OTHERWISE =
            Map.of("time", "SBATCH_TIMELIMIT", "requeue", "SBATCH_NO_REQUEUE", "no-requeue", "SBATCH_REQUEUE");

    private SlurmEnvironment() {}

    static Map<String, String> ofQuestions(Map<String, String> environment) {
        Map<String, String> clean = clean(environment);
        clean.put("LC_ALL", "C");
        // In seconds, which no zone and no change of the clock makes ambiguous.
        clean.put("SLURM_TIME_FORMAT", "%s");
        return clean;
    }

    /** The job sees it as well, so nothing is added. */
    static Map<String, String> ofSubmission(Map<String, String> environment) {
        return clean(environment);
    }

    /** Without what says otherwise than the script's header, which for {@code sbatch} is worth less than a variable. */
    static Map<String, String> obeying(String script, Map<String, String> environment) {
        Map<String, String> left = new HashMap<>(environment);
        script.lines()
                .map(HEADER::matcher)
                .filter(Matcher::find)
                .map(option -> option.group(1))
                .map(option -> OTHERWISE.getOrDefault(
                        option, "SBATCH_" + option.replace('-', '_').toUpperCase(Locale.ROOT)))
                .forEach(left.keySet()::remove);
        return left;
    }

    private static Map<String, String> clean(Map<String, String> environment) {
        Map<String, String> clean = new HashMap<>(environment);
        clean.keySet()
                .removeIf(name -> MISLEADING.contains(name)
                        || HABITS.stream().anyMatch(name::startsWith) && !WHERE_SLURM_IS.contains(name));
        if (environment.containsKey("SLURM_JOB_ID")) {
            clean.keySet().removeAll(DEVICES);
        }
        return clean;
    }
}
