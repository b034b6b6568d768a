package org.attune.engine.slurm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as {@code squeue} lists it; a task of an array is a job, as is a part of a job of several parts.
 *
 * @param id {@code 12}, of a task {@code 12_3}, of a part {@code 12+1}
 * @param name the user's, or of the script
 * @param reason why it waits, or ended as it did
 * @param reasonText the same in Slurm's words
 * @param submitted when, where Slurm says so
 * @param start when it began, or is expected to, where Slurm says so
 * @param end when it ended, or is to, where Slurm says so
 * @param nodes on which it is or was
 * @param script the file that it was submitted as, with its arguments; empty if it was none
 */
public record QueuedJob(
        String id,
        String name,
        JobState state,
        JobReason reason,
        String reasonText,
        String partition,
        Optional<Instant> submitted,
        Optional<Instant> start,
        Optional<Instant> end,
        List<String> nodes,
        String script) {
    private static final String BEFORE_SCRIPT = "|script:";

    /** Those that a user chose are the last: they may have anything in them. */
    static final String FORMAT = "%i|%T|%P|%V|%S|%e|%N|%r|%j" + BEFORE_SCRIPT + "%o";

    private static final int FIELDS = 9;

    public QueuedJob {
        nodes = List.copyOf(nodes);
    }

    /** Absent if it is none. */
    static Optional<QueuedJob> parse(String line) {
        String[] parts = line.strip().split("\\|", FIELDS);
        if (parts.length != FIELDS || !parts[0].matches("\\d{1,15}([_+]\\S+)?")) {
            return Optional.empty();
        }
        int name = parts[8].indexOf(BEFORE_SCRIPT);
        String script = name < 0 ? "" : parts[8].substring(name + BEFORE_SCRIPT.length());
        return Optional.of(new QueuedJob(
                parts[0],
                name < 0 ? parts[8] : parts[8].substring(0, name),
                JobState.of(parts[1]),
                JobReason.of(parts[7]),
                parts[7],
                parts[2],
                SlurmWords.time(parts[3]),
                SlurmWords.time(parts[4]),
                SlurmWords.time(parts[5]),
                HostList.parse(parts[6]),
                script.equals("(null)") ? "" : script));
    }

    /** The number that {@code sbatch} answered: of a task its array's, of a part the first part's. */
    public long number() {
        return Long.parseLong(id.replaceAll("\\D.*", ""));
    }
}
