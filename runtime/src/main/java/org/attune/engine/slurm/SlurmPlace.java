package org.attune.engine.slurm;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where in a Slurm job this process is.
 *
 * @param job its number; of an array's task the task's own
 * @param step number of the step; meaningful for a {@link Part#TASK}
 * @param rank among the tasks of the step, from 0
 * @param tasks how many tasks the step has
 * @param rankHere among the tasks of the step on this node, from 0
 * @param tasksHere how many of them are on this node
 * @param nodes names of the step's, else of the job's
 * @param until when the job ends, where Slurm says so
 * @param launch what tells a step from those of the same numbers in jobs before: of one that was begun anew, or after Slurm itself began its numbers anew; the same for all its tasks
 * @param restarts how often the job was begun anew
 */
public record SlurmPlace(
        Part part,
        long job,
        long step,
        int rank,
        int tasks,
        int rankHere,
        int tasksHere,
        List<String> nodes,
        Optional<Instant> until,
        String launch,
        int restarts) {

    /** From here on numbers of steps have meanings of their own: the batch script, the shell that {@code salloc} starts on the first node. */
    private static final long NO_STEP = 4_294_967_280L;

    /** Seconds since 1970, set by Slurm since version 23.02. */
    static final String END_TIME = "SLURM_JOB_END_TIME";

    /** What of a job a process is. */
    public enum Part {
        /** In a shell that holds an allocation, but on a machine that need not be of it: {@code salloc}. */
        HOLDER,
        /** The script of a job, on the first of its nodes. */
        SCRIPT,
        /** One of those that {@code srun} started. */
        TASK
    }

    public SlurmPlace {
        nodes = List.copyOf(nodes);
    }

    /** Absent if this is in no job. */
    public static Optional<SlurmPlace> of(Map<String, String> environment) {
        SlurmVariables variables = new SlurmVariables(environment);
        OptionalLong job = variables.number("SLURM_JOB_ID");
        if (job.isEmpty()) {
            return Optional.empty();
        }
        Part part = part(variables);
        boolean isTask = part == Part.TASK;
        return Optional.of(new SlurmPlace(
                part,
                job.getAsLong(),
                isTask ? variables.number("SLURM_STEP_ID").orElseThrow() : 0,
                isTask ? variables.number("SLURM_PROCID", 0) : 0,
                isTask ? Math.max(1, tasks(variables)) : 1,
                isTask ? variables.number("SLURM_LOCALID", 0) : 0,
                isTask ? tasksHere(variables) : 1,
                HostList.parse(nodes(variables, isTask)),
                variables.number(AllocationEnd.VARIABLE, END_TIME).stream()
                        .mapToObj(Instant::ofEpochSecond)
                        .findFirst(),
                isTask ? launch(variables) : "",
                variables.number("SLURM_RESTART_COUNT", 0)));
    }

    private static Part part(SlurmVariables variables) {
        OptionalLong step = variables.number("SLURM_STEP_ID");
        if (step.isPresent() && step.getAsLong() < NO_STEP && variables.has("SLURM_PROCID")) {
            return Part.TASK;
        }
        boolean isOnNode = variables.has("SLURM_CPUS_ON_NODE") || variables.has("SLURMD_NODENAME");
        return isOnNode ? Part.SCRIPT : Part.HOLDER;
    }

    /** The port of its {@code srun}, of which a step over several parts of a job has one for each part. */
    private static String launch(SlurmVariables variables) {
        return variables.has("SLURM_HET_SIZE")
                ? variables.text("SLURM_RESTART_COUNT").orElse("")
                : variables
                        .text("SLURM_STEP_LAUNCHER_PORT", "SLURM_SRUN_COMM_PORT")
                        .orElse("");
    }

    private static int tasks(SlurmVariables variables) {
        return variables.number("SLURM_STEP_NUM_TASKS", variables.number("SLURM_NTASKS", 1));
    }

    private static int tasksHere(SlurmVariables variables) {
        List<Integer> counts = NodeCounts.parse(variables
                .text("SLURM_STEP_TASKS_PER_NODE", "SLURM_TASKS_PER_NODE")
                .orElse(""));
        int node = variables.number("SLURM_NODEID", 0);
        int here = node < counts.size() ? counts.get(node) : 1;
        return Math.max(here, variables.number("SLURM_LOCALID", 0) + 1);
    }

    private static String nodes(SlurmVariables variables, boolean isTask) {
        Optional<String> step = isTask ? variables.text("SLURM_STEP_NODELIST") : Optional.empty();
        return step.or(() -> variables.text("SLURM_JOB_NODELIST", "SLURM_NODELIST"))
                .orElse("");
    }
}
