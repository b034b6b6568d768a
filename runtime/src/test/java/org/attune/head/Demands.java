package org.attune.head;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.wire.Grants;

/** Demands and grants for tests. */
public final class Demands {
    private Demands() {}

    public static Demand cpus(double cpu) {
        return of(1, cpu, 0);
    }

    public static Demand of(int nodes, double cpu, double gpu) {
        return new Demand(nodes, cpu, gpu, 0, Map.of(), Map.of(), false);
    }

    public static Demand spread(double cpu) {
        return new Demand(1, cpu, 0, 0, Map.of(), Map.of(), true);
    }

    public static Demand labelled(double cpu, String name, String value) {
        return new Demand(1, cpu, 0, 0, Map.of(), Map.of(name, value), false);
    }

    public static Demand custom(double cpu, String name, double amount) {
        return new Demand(1, cpu, 0, 0, Map.of(name, amount), Map.of(), false);
    }

    public static Grants grants(String host, double cpu, String... gpus) {
        return grants(host, cpu, 16_000_000_000L, List.of(gpus), Map.of(), Map.of());
    }

    public static Grants until(Instant end, Grants grants) {
        return new Grants(
                grants.host(),
                grants.addresses(),
                grants.pid(),
                grants.cpu(),
                grants.gpus(),
                grants.memory(),
                grants.attempts(),
                grants.custom(),
                grants.labels(),
                grants.kind(),
                Optional.of(end),
                grants.sources());
    }

    public static Grants grants(
            String host,
            double cpu,
            long memory,
            List<String> gpus,
            Map<String, Double> custom,
            Map<String, String> labels) {
        return new Grants(
                host,
                List.of(host + ".example"),
                1,
                cpu,
                gpus,
                memory,
                1000,
                custom,
                labels,
                "",
                Optional.empty(),
                Map.of(
                        "gpu",
                        gpus.size() + " GPU by CUDA_VISIBLE_DEVICES",
                        "cpu",
                        (int) cpu + " CPUs of this machine"));
    }
}
