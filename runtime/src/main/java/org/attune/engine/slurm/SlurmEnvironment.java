package org.attune.engine.slurm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
