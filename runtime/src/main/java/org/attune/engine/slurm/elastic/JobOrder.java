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
    private static final String PREFIX = "attune-";
    private static final int DIGITS = 12;
    private static final String EXCLUDE = "--exclude=";

    public JobOrder {
        partitions = List.copyOf(partitions);
        options = List.copyOf(options);
    }

    /** By which the jobs of a study are known, and of no other: also by the next head. {@code id}: the study's. */
    public static String name(String study, String id) {
        String tag = id.replace("-", "");
        return PREFIX + study + "-" + tag.substring(0, Math.min(DIGITS, tag.length()));
    }

    /** Whether a job of that name is one of a study so called. */
    public static boolean isName(String name, String study) {
        String before = PREFIX + study + "-";
        return name.startsWith(before)
                && name.length() == before.length() + DIGITS
                && name.indexOf('-', before.length()) < 0;
    }

    /** @param partition empty: Slurm's choice */
    List<String> options(String partition, int jobs) {
        return options(partition, jobs, List.of());
    }

    /** @param without names of nodes where it is not to go, beside those that are excluded anyway */
    List<String> options(String partition, int jobs, List<String> without) {
        List<String> all = new ArrayList<>(options);
        if (!without.isEmpty()) {
            List<String> excluded = new ArrayList<>();
            all.stream()
                    .filter(option -> option.startsWith(EXCLUDE))
                    .forEach(option -> excluded.add(option.substring(EXCLUDE.length())));
            all.removeIf(option -> option.startsWith(EXCLUDE));
            excluded.addAll(without);
            all.add(EXCLUDE + String.join(",", excluded));
        }
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
