package org.attune.engine.slurm.elastic;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.attune.engine.slurm.AllocationEnd;
import org.attune.engine.slurm.JobSetup;
import org.attune.spec.ElasticSpec;
import org.attune.spec.Resources;
import org.attune.spec.SlurmSpec;
import org.attune.text.ShellQuote;

/** Writes the worker jobs of a study: they ask Slurm for what its own section says, or else for one trial's resources. */
public final class WorkerScript {
    private static final long MEBIBYTE = 1 << 20;
    private static final Set<String> OURS =
            Set.of("nodes", "ntasks-per-node", "cpus-per-task", "partition", "output", "error", "job-name", "chdir");

    private final SlurmSpec slurm;
    private final ElasticSpec elastic;
    private final Resources resources;

    /** {@code slurm} must have worker jobs. */
    public WorkerScript(SlurmSpec slurm, Resources resources) {
        this.slurm = slurm;
        this.elastic = slurm.elastic().orElseThrow();
        this.resources = resources;
    }

    /**
     * @param name of the jobs
     * @param program which is Attune
     * @param cluster its folder
     */
    public JobOrder order(String name, Path program, Path cluster) {
        Path logs = cluster.resolve("jobs");
        List<String> partitions =
                elastic.partitions().isEmpty() && !slurm.partitions().isEmpty()
                        ? List.of(String.join(",", slurm.partitions()))
                        : elastic.partitions();
        return new JobOrder(name, partitions, options(logs), text(program, cluster), logs);
    }

    /** How many trials find a place in one job. */
    public int trialsPerJob() {
        long perWorker = (long) Math.floor(cpus() / Math.max(resources.cpu(), 1e-9) + 1e-9);
        if (resources.gpu() > 0) {
            perWorker = Math.min(perWorker, (long) Math.floor(gpus() / resources.gpu() + 1e-9));
        }
        long places = Math.max(1, perWorker) * elastic.nodesPerJob() / resources.nodes();
        return (int) Math.max(1, Math.min(places, 1_000_000));
    }

    /** How many jobs one trial needs. */
    public int jobsPerTrial() {
        return (resources.nodes() + elastic.nodesPerJob() - 1) / elastic.nodesPerJob();
    }

    /** Why no trial fits into what a job asks for; absent if one does, as far as can be told. */
    public Optional<String> misfit() {
        if (!resources.labels().isEmpty() || !resources.custom().isEmpty()) {
            return Optional.of("trials ask for labels or resources of their own, which worker jobs do not have");
        } else if (resources.cpu() > cpus()) {
            return Optional.of("a trial asks for " + number(resources.cpu()) + " CPUs, and a worker job has " + cpus()
                    + ". Raise cpus_per_task in the slurm section");
        } else if (resources.gpu() > gpus() && !namesGpus()) {
            return Optional.of("a trial asks for " + number(resources.gpu()) + " GPUs, and a worker job has " + gpus()
                    + ". Raise gpus_per_node in the slurm section");
        }
        return Optional.empty();
    }

    private static String number(double amount) {
        return BigDecimal.valueOf(amount).stripTrailingZeros().toPlainString();
    }

    private int cpus() {
        int tasks = slurm.ntasksPerNode().orElse(1);
        return slurm.cpusPerTask().isPresent()
                ? tasks * slurm.cpusPerTask().getAsInt()
                : Math.max(tasks, (int) Math.ceil(resources.cpu()));
    }

    private int gpus() {
        return slurm.gpusPerNode()
                .map(text -> Integer.parseInt(text.substring(text.indexOf(':') + 1)))
                .orElse((int) Math.ceil(resources.gpu()));
    }

    /** In one of the many ways in which Slurm is asked for them. */
    private boolean namesGpus() {
        return slurm.options().keySet().stream().anyMatch(name -> name.startsWith("gpus") || name.startsWith("gres"));
    }

    private List<String> options(Path logs) {
        Map<String, String> asked = new LinkedHashMap<>(slurm.sbatch());
        asked.keySet().removeAll(OURS);
        asked.put("nodes", "" + elastic.nodesPerJob());
        asked.put("ntasks-per-node", "1");
        asked.put("cpus-per-task", "" + cpus());
        if (gpus() > 0 && !namesGpus()) {
            asked.putIfAbsent("gpus-per-node", "" + gpus());
        }
        if (resources.memory().isPresent()
                && slurm.mem().isEmpty()
                && slurm.memPerCpu().isEmpty()) {
            long bytes = resources.memory().getAsLong() * trialsPerJob() / elastic.nodesPerJob();
            asked.putIfAbsent("mem", Math.max(1, (bytes + MEBIBYTE - 1) / MEBIBYTE) + "M");
        }
        asked.put("chdir", logs.toString());
        List<String> options = new ArrayList<>();
        asked.forEach((option, value) -> options.add("--" + option + (value.isEmpty() ? "" : "=" + value)));
        return options;
    }

    private String text(Path program, Path cluster) {
        List<String> lines = new ArrayList<>(List.of("#!/bin/bash"));
        lines.addAll(JobSetup.lines(slurm.modules(), slurm.setup()));
        if (!slurm.options().containsKey("time-min")) {
            // Nobody asks Slurm for a worker.
            slurm.time().ifPresent(limit -> lines.add(AllocationEnd.line(limit)));
        }
        lines.add("job=${SLURM_ARRAY_JOB_ID:+${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID}");
        String start =
                elastic.nodesPerJob() == 1 ? "exec " : "exec srun --ntasks-per-node=1 --cpus-per-task=" + cpus() + " ";
        lines.add(start + ShellQuote.of(program.toString()) + " worker --cluster " + ShellQuote.of(cluster.toString())
                + " --ends-with-head --label slurm_job=${job:-$SLURM_JOB_ID}");
        return String.join("\n", lines) + "\n";
    }
}
