package org.attune.engine.slurm.elastic;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a worker job of a study is.
 *
 * @param name by which its jobs are known again, by the next head as well
 * @param partitions where it may go; empty: where Slurm puts it
 * @param options of {@code sbatch}, but for those that change from one to the next
 * @param script what it runs
 * @param logs the folder in which each has its output
 */
public record JobOrder(String name, List<String> partitions, List<String> options, String script, Path logs) {
    public JobOrder {
        partitions = List.copyOf(partitions);
        options = List.copyOf(options);
    }

    /** @param partition empty: Slurm's choice */
    List<String> options(String partition, int jobs) {
        List<String> all = new ArrayList<>(options);
        all.add("--job-name=" + name);
        all.add("--output=" + logs.resolve(jobs > 1 ? "%A_%a.log" : "%j.log"));
        if (!partition.isEmpty()) {
            all.add("--partition=" + partition);
        }
        if (jobs > 1) {
            all.add("--array=1-" + jobs);
        }
        return all;
    }

    /** Where a job's output is. */
    Path log(String job) {
        return logs.resolve(job + ".log");
    }
}
