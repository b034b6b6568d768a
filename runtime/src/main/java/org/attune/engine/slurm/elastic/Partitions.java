package org.attune.engine.slurm.elastic;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.SlurmProblem;

/** Where the next worker job goes: to the partition in which Slurm would start it first. Used by one thread. */
final class Partitions {
    private static final long FRESH = Duration.ofMinutes(5).toNanos();

    private final SlurmCommands slurm;
    private final JobOrder order;
    private final Map<String, Instant> estimates = new LinkedHashMap<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private long estimated;

    Partitions(SlurmCommands slurm, JobOrder order) {
        this.slurm = slurm;
        this.order = order;
    }

    /** Absent if none of them takes it; empty if Slurm is to choose. */
    Optional<String> best() throws IOException, InterruptedException {
        List<String> left = order.partitions().stream()
                .filter(one -> !refused.containsKey(one))
                .toList();
        if (order.partitions().isEmpty()) {
            return refused.isEmpty() ? Optional.of("") : Optional.empty();
        } else if (left.size() < 2) {
            return left.stream().findFirst();
        }
        if (estimates.isEmpty() || System.nanoTime() - estimated > FRESH) {
            estimate(left);
        }
        return choose(left, estimates, refused);
    }

    /** The first that is listed, of those that start equally early. */
    static Optional<String> choose(List<String> left, Map<String, Instant> estimates, Map<String, String> refused) {
        String best = null;
        for (String one : left) {
            boolean isEarlier = best == null
                    || estimates.getOrDefault(one, Instant.MAX).isBefore(estimates.getOrDefault(best, Instant.MAX));
            if (!refused.containsKey(one) && isEarlier) {
                best = one;
            }
        }
        return Optional.ofNullable(best);
    }

    void refuse(String partition, String words) {
        refused.put(partition, words);
    }

    /** Why none of them does. */
    String why() {
        return String.join(
                "; ",
                refused.entrySet().stream()
                        .map(one -> one.getKey().isEmpty() ? one.getValue() : one.getKey() + ": " + one.getValue())
                        .toList());
    }

    private void estimate(List<String> left) throws IOException, InterruptedException {
        estimates.clear();
        for (String one : left) {
            try {
                estimates.put(
                        one,
                        slurm.expectedStart(order.options(one, 1), order.script())
                                .start());
            } catch (SlurmProblem e) {
                if (e.kind() != SlurmProblem.Kind.REFUSED) {
                    throw e;
                }
                refuse(one, e.words());
            }
        }
        estimated = System.nanoTime();
    }
}
