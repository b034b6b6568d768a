package org.attune.engine.slurm;

import java.util.Optional;

/**
 * Nodes of one kind in a partition.
 *
 * @param isUp whether jobs are taken there
 * @param timeLimit the longest a job may take, as Slurm writes it: {@code 1-00:00:00}, {@code infinite}
 * @param nodes how many
 * @param state of these nodes: {@code idle}, {@code mix}, {@code down*}
 * @param cpus of each
 * @param memory of each, in MiB
 * @param gres of each, as Slurm writes it; empty if there is none
 */
public record Partition(
        String name, boolean isUp, String timeLimit, int nodes, String state, int cpus, long memory, String gres) {
    static final String FORMAT = "%R|%a|%l|%D|%t|%c|%m|%G";

    /** Absent if it is none. */
    static Optional<Partition> parse(String line) {
        String[] parts = line.strip().split("\\|", -1);
        if (parts.length != 8) {
            return Optional.empty();
        }
        return Optional.of(new Partition(
                parts[0],
                parts[1].equals("up"),
                parts[2],
                (int) number(parts[3]),
                parts[4],
                (int) number(parts[5]),
                number(parts[6]),
                parts[7].equals("(null)") ? "" : parts[7]));
    }

    /** Of nodes that differ, the least: {@code 5+}. */
    private static long number(String text) {
        String digits = text.replaceAll("\\D.*", "");
        return digits.isEmpty() || digits.length() > 15 ? 0 : Long.parseLong(digits);
    }
}
