package org.attune.engine.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.machine.SearchPath;

/**
 * Starts each trial as a step of its own of the job that this process is in, so that Slurm's control groups keep
 * trials apart. What is started here is {@code srun}; the program is its task on this node, which is lent the pipes
 * that were made for it.
 */
public final class TrialStep {
    private static final long MEBIBYTE = 1 << 20;

    /** Keeps its process id, so that the task finds the pipes. */
    private static final String OUTSIDE = "ATTUNE_OPENER=$$; export ATTUNE_OPENER; exec \"$@\"";

    /** What warns of the end of the allocation comes to all processes of all steps: a trial is to save when it is asked, and not to die before. */
    private static final String INSIDE = "trap '' USR1; fd=/proc/$ATTUNE_OPENER/fd; unset ATTUNE_OPENER; "
            + "if [ -r \"$fd/3\" ] && [ -w \"$fd/4\" ]; then exec 3<\"$fd/3\" 4>\"$fd/4\"; fi; exec \"$@\"";

    private final long job;
    private final String node;

    private TrialStep(long job, String node) {
        this.job = job;
        this.node = node;
    }

    /** Absent if this is in no job, or there is no {@code srun}. */
    public static Optional<TrialStep> of(Map<String, String> environment) {
        String node = environment.getOrDefault("SLURMD_NODENAME", "");
        boolean isThere =
                SearchPath.find("srun", environment.getOrDefault("PATH", "")).isPresent();
        return isThere && !node.isEmpty()
                ? SlurmPlace.of(environment).map(place -> new TrialStep(place.job(), node))
                : Optional.empty();
    }

    /**
     * @param name of the step
     * @param memory bytes; absent: whatever the job has
     * @param gpus how many whole ones
     * @param program the command line of the trial
     */
    public List<String> words(String name, double cpus, OptionalLong memory, int gpus, List<String> program) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", OUTSIDE, "attune-step"));
        words.addAll(List.of(
                "srun",
                "--jobid=" + job,
                "--nodelist=" + node,
                "--nodes=1",
                "--ntasks=1",
                "--exact",
                "--input=none",
                "--quiet",
                "--immediate=60",
                "--job-name=" + name,
                "--cpus-per-task=" + (int) Math.max(1, Math.ceil(cpus)),
                "--mem=" + (memory.isPresent() ? Math.max(1, memory.getAsLong() / MEBIBYTE) + "M" : "0")));
        if (gpus > 0) {
            words.add("--gres=gpu:" + gpus);
        }
        words.addAll(List.of("sh", "-c", INSIDE, "attune-step"));
        words.addAll(program);
        return List.copyOf(words);
    }

    /** Why a step was not begun, and what to do, if {@code srun} says so. */
    public static Optional<String> refusal(String words) {
        return words.contains("Unable to create step")
                ? Optional.of("its job step was not begun: " + words.replaceFirst("^srun: error: ", "")
                        + ". Workers must leave room for the steps of trials: start them by 'srun --overlap'.")
                : Optional.empty();
    }

    /** Takes out of a trial's environment what {@code srun} would follow, and what the step is told anew. */
    public static void clean(Map<String, String> environment) {
        environment
                .keySet()
                .retainAll(SlurmEnvironment.ofSubmission(environment).keySet());
    }
}
