package org.attune.task;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.attune.wire.TaskShape;

/**
 * What a remote function needs and how it is treated. {@link #standard()} is one CPU, three retries, no deadline; the other
 * methods return a copy that differs in one point. Immutable.
 *
 * @param resources amounts by name, 0 or more: {@code cpu}, {@code gpu}, {@code memory} in bytes, and resources that workers
 *     name
 * @param labels that its worker must have
 * @param retries how often it is started again when its worker was lost, 0 or more. It may have run in part before: 0 for a
 *     function that must not run twice
 * @param deadline how long after its submission it is given up; zero for never
 * @param spread whether workers take turns, rather than being filled one after the other
 */
public record TaskOptions(
        Map<String, Double> resources, Map<String, String> labels, int retries, Duration deadline, boolean spread) {

    /** Nothing waits longer, and all clocks can count it. */
    private static final Duration LONGEST = Duration.ofDays(10_000);

    /** @throws IllegalArgumentException if a value is not allowed; the message says which, and the rule */
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

    /** One CPU, three retries, no deadline; workers are filled one after the other. */
    public static TaskOptions standard() {
        return new TaskOptions(Map.of("cpu", 1.0), Map.of(), 3, Duration.ZERO, false);
    }

    /** CPUs, which may be a fraction. A worker runs no more functions at once than it has CPUs for; they are not bound to them. */
    public TaskOptions cpu(double amount) {
        return resource("cpu", amount);
    }

    /** GPUs: a whole number, or a fraction below 1 of one that others may share. */
    public TaskOptions gpu(double amount) {
        return resource("gpu", amount);
    }

    /** Bytes of the worker's memory that are set aside; nothing keeps the function from taking more. */
    public TaskOptions memory(long bytes) {
        return resource("memory", bytes);
    }

    /** An amount of a resource that workers name ({@code attune worker --resource}), or of those above. */
    public TaskOptions resource(String name, double amount) {
        Map<String, Double> all = new HashMap<>(resources);
        all.put(name, amount);
        return new TaskOptions(all, labels, retries, deadline, spread);
    }

    /** Only workers with this label are used. */
    public TaskOptions label(String name, String value) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(name, value);
        return new TaskOptions(resources, all, retries, deadline, spread);
    }

    /** How often it is started again when its worker was lost. */
    public TaskOptions retries(int most) {
        return new TaskOptions(resources, labels, most, deadline, spread);
    }

    /** It is given up so long after its submission, in whole milliseconds, one at least; zero for never. */
    public TaskOptions deadline(Duration afterSubmission) {
        return new TaskOptions(resources, labels, retries, afterSubmission, spread);
    }

    /** Whether workers take turns. */
    public TaskOptions spread(boolean takeTurns) {
        return new TaskOptions(resources, labels, retries, deadline, takeTurns);
    }

    TaskShape shape(String language) {
        Duration limit = deadline.compareTo(LONGEST) < 0 ? deadline : LONGEST;
        long millis = limit.isZero() ? 0 : Math.max(1, limit.toMillis());
        return new TaskShape(language, resources, labels, retries, millis, spread);
    }
}
