package org.attune.task;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.attune.wire.TaskShape;

/**
 * What a task needs and how it is treated. {@link #standard()} is one CPU, three retries, no deadline; the other methods give a copy that differs in one point.
 *
 * @param resources amounts by name: {@code cpu}, {@code gpu}, {@code memory} in bytes, and resources that workers name
 * @param labels that its worker must have
 * @param retries how often it is started again after its worker was lost; it may then have run in part before
 * @param deadline from its submission on; zero for none
 * @param spread whether workers take turns, rather than one being filled after the other
 */
public record TaskOptions(
        Map<String, Double> resources, Map<String, String> labels, int retries, Duration deadline, boolean spread) {

    /** Nothing waits longer, and all clocks can count it. */
    private static final Duration LONGEST = Duration.ofDays(10_000);

    /** @throws IllegalArgumentException if one of them makes no sense; the message says which, and what it may be */
    public TaskOptions {
        resources = Map.copyOf(resources);
        labels = Map.copyOf(labels);
        resources.forEach((name, amount) -> {
            if (name.isBlank() || !(amount >= 0) || amount.isInfinite()) {
                throw new IllegalArgumentException(
                        "a task needs an amount of " + (name.isBlank() ? "something that has a name" : name)
                                + " that is 0 or more, but got " + amount + ".");
            }
        });
        double gpu = resources.getOrDefault("gpu", 0.0);
        if (gpu > 1 && gpu != Math.rint(gpu)) {
            throw new IllegalArgumentException(
                    "gpu must be a whole number, or a fraction of one device below 1, but got " + gpu + ".");
        }
        if (retries < 0) {
            throw new IllegalArgumentException("retries must be 0 or more, but got " + retries + ".");
        }
        if (deadline.isNegative()) {
            throw new IllegalArgumentException("a deadline must be 0 or more, but got " + deadline + ".");
        }
    }

    public static TaskOptions standard() {
        return new TaskOptions(Map.of("cpu", 1.0), Map.of(), 3, Duration.ZERO, false);
    }

    /** CPUs, may be a fraction: the worker starts no more functions than it has CPUs for; it does not bind them. */
    public TaskOptions cpu(double amount) {
        return resource("cpu", amount);
    }

    /** Devices; below 1 a part of one, which others may share. */
    public TaskOptions gpu(double amount) {
        return resource("gpu", amount);
    }

    /** Bytes of the worker's memory that are reserved. */
    public TaskOptions memory(long bytes) {
        return resource("memory", bytes);
    }

    public TaskOptions resource(String name, double amount) {
        Map<String, Double> all = new HashMap<>(resources);
        all.put(name, amount);
        return new TaskOptions(all, labels, retries, deadline, spread);
    }

    public TaskOptions label(String name, String value) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(name, value);
        return new TaskOptions(resources, all, retries, deadline, spread);
    }

    public TaskOptions retries(int most) {
        return new TaskOptions(resources, labels, most, deadline, spread);
    }

    /** Given up when so long has passed since it was submitted. In milliseconds; less than one counts as one. */
    public TaskOptions deadline(Duration afterSubmission) {
        return new TaskOptions(resources, labels, retries, afterSubmission, spread);
    }

    public TaskOptions spread(boolean takeTurns) {
        return new TaskOptions(resources, labels, retries, deadline, takeTurns);
    }

    TaskShape shape(String language) {
        Duration limit = deadline.compareTo(LONGEST) < 0 ? deadline : LONGEST;
        long millis = limit.isZero() ? 0 : Math.max(1, limit.toMillis());
        return new TaskShape(language, resources, labels, retries, millis, spread);
    }
}
