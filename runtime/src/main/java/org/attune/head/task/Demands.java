package org.attune.head.task;

import java.util.HashMap;
import java.util.Map;
import org.attune.head.Demand;
import org.attune.wire.TaskShape;

/** What a task's shape asks of a worker. */
final class Demands {
    private Demands() {}

    static Demand of(TaskShape shape) {
        Map<String, Double> custom = new HashMap<>(shape.resources());
        double cpu = amount(custom, "cpu");
        double gpu = amount(custom, "gpu");
        long memory = (long) amount(custom, "memory");
        return new Demand(1, cpu, gpu, memory, custom, shape.labels(), shape.spread());
    }

    private static double amount(Map<String, Double> resources, String name) {
        Double amount = resources.remove(name);
        return amount == null ? 0 : amount;
    }
}
