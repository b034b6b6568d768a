package org.attune.spec;

import java.util.List;
import java.util.Locale;
import org.attune.text.Keys;

/**
 * The keys of each mapping of a study file: the one list that the reader accepts, that messages offer, and that the published schema is tested
 * against, where the section {@code HYPERBAND} is {@code $defs/hyperband}.
 */
enum Section implements Keys {
    STUDY(
            "study",
            "objective",
            "space",
            "forbidden",
            "derived",
            "sampler",
            "scheduler",
            "trials",
            "max_parallel",
            "time_limit",
            "trial_time_limit",
            "max_failures",
            "retries",
            "target",
            "initial",
            "stop",
            "resources",
            "trainable",
            "grace",
            "seed",
            "slurm"),
    OBJECTIVE("metric", "mode"),
    GRID("type", "levels", "levels_of"),
    RANDOM("type"),
    BOHB("type", "min_points", "top_percent", "random_share", "candidates", "bandwidth_factor", "min_bandwidth"),
    FIFO("type"),
    HYPERBAND("type", "max_step", "eta", "min_step"),
    THRESHOLD("below", "above"),
    RESOURCES("cpu", "gpu", "memory", "nodes", "labels", "spread", "custom", "pin", "threads"),
    TRAINABLE("python", "command", "java", "report", "requirements", "start", "options"),
    SLURM(
            "nodes",
            "ntasks_per_node",
            "cpus_per_task",
            "gpus_per_node",
            "mem",
            "mem_per_cpu",
            "time",
            "partition",
            "account",
            "qos",
            "reservation",
            "constraint",
            "modules",
            "setup",
            "options",
            "budget",
            "step_per_trial",
            "elastic"),
    ELASTIC("min", "max", "nodes_per_job", "idle_timeout", "partitions");

    private final List<String> keys;

    Section(String... keys) {
        this.keys = List.of(keys);
    }

    @Override
    public List<String> keys() {
        return keys;
    }

    /** {@code " of hyperband"} where the keys depend on a type. */
    @Override
    public String ofType() {
        return keys.contains("type") ? " of " + name().toLowerCase(Locale.ROOT) : "";
    }
}
