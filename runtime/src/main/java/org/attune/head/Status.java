package org.attune.head;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.attune.wire.HeadAddress;
import org.attune.wire.Question;
import org.attune.wire.ToClient;

/**
 * Tells clients of the cluster as a whole.
 *
 * @param head where this is
 * @param parts what runs there, by what it is called, each of them as a map
 */
record Status(Supplier<HeadAddress> head, Roster roster, Map<String, Supplier<List<Map<String, Object>>>> parts)
        implements Answering {

    @Override
    public boolean answer(Question question, Asker asker) {
        if (!(question instanceof Question.Status)) {
            return false;
        }
        asker.send(new ToClient.Part(asker.id(), part()));
        asker.send(new ToClient.Done(asker.id()));
        return true;
    }

    private Map<String, Object> part() {
        List<WorkerView> workers = roster.workers();
        HeadAddress here = head.get();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cluster", here.cluster());
        map.put("epoch", here.epoch());
        map.put("host", here.host());
        map.put("pid", here.pid());
        map.put("addresses", here.addresses());
        map.put("port", (long) here.port());
        map.put("version", here.version());
        map.put("started", here.started().toString());
        map.put("time", Instant.now().toString());
        map.put("workers", (long) workers.size());
        map.put("cpu", Plain.number(sum(workers, worker -> worker.grants().cpu())));
        map.put(
                "gpu",
                Plain.number(sum(workers, worker -> worker.grants().gpus().size())));
        map.put("memory", (long) sum(workers, worker -> worker.grants().memory()));
        map.put("free", free(workers));
        parts.forEach((name, some) -> map.put(name, some.get()));
        return map;
    }

    private static Map<String, Object> free(List<WorkerView> workers) {
        Map<String, Object> free = new LinkedHashMap<>();
        for (String resource : List.of("cpu", "gpu", "memory")) {
            free.put(resource, Plain.number(sum(workers, worker -> worker.free().getOrDefault(resource, 0.0))));
        }
        return free;
    }

    private static double sum(List<WorkerView> workers, ToDoubleFunction<WorkerView> amount) {
        return workers.stream().mapToDouble(amount).sum();
    }
}
