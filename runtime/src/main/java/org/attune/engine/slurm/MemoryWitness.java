package org.attune.engine.slurm;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What Slurm prints into the output of a job or a step of which processes were killed for memory, by itself or by the kernel. */
public final class MemoryWitness {
    /** {@code slurmstepd-n1: error: StepId=1.batch exceeded memory limit (429752320 > 157286400), being killed}. */
    private static final Pattern LINE = Pattern.compile(
            "(?:slurmstepd(?:-[\\w.-]+)?|srun): error: .*(?:oom[_-]kill event|Out Of Memory|exceeded (?:\\w+ )?memory limit)");

    /** Those that do not say why: where memory is not kept by control groups the job has failed, and of a job of several nodes the others go on. */
    private static final Set<JobState> SILENT =
            EnumSet.of(JobState.FAILED, JobState.COMPLETED, JobState.RUNNING, JobState.COMPLETING);

    private MemoryWitness() {}

    public static boolean isIn(List<String> lines) {
        return lines.stream().anyMatch(line -> LINE.matcher(line).find());
    }

    /**
     * What became of a job, as far as a worker in it is concerned.
     *
     * @param state as Slurm says
     * @param output last lines of the job
     * @param host the worker's
     */
    public static JobState state(SlurmFields job, JobState state, List<String> output, String host) {
        if (!SILENT.contains(state)) {
            return state;
        }
        return isIn(isOnOneNode(job) ? output : of(output, host)) ? JobState.OUT_OF_MEMORY : state;
    }

    /** Whether a job of several nodes, with a task on each, names the node of that worker. */
    public static boolean names(SlurmFields job, List<String> output, String host) {
        return job.text("NumTasks").equals(job.text("NumNodes")) && isIn(of(output, host));
    }

    private static List<String> of(List<String> output, String host) {
        return output.stream().filter(line -> names(line, host)).toList();
    }

    private static boolean isOnOneNode(SlurmFields job) {
        return job.text("NumNodes").filter(count -> !count.equals("1")).isEmpty();
    }

    private static boolean names(String line, String host) {
        return Pattern.compile("(?:(?<![\\w.-])|(?<=slurmstepd-))" + Pattern.quote(host) + "(?![\\w-])")
                .matcher(line)
                .find();
    }
}
