package org.attune.head;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.attune.wire.Grants;
import org.attune.wire.Question;
import org.attune.wire.ToClient;

/** Tells clients of the workers that are there. */
record Nodes(Roster roster) implements Answering {

    @Override
    public boolean answer(Question question, Asker asker) {
        if (!(question instanceof Question.Nodes nodes)) {
            return false;
        }
        roster.workers().forEach(worker -> asker.send(new ToClient.Part(asker.id(), part(worker, nodes.why()))));
        asker.send(new ToClient.Done(asker.id()));
        return true;
    }

    private static Map<String, Object> part(WorkerView worker, boolean why) {
        Grants grants = worker.grants();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", worker.name());
        map.put("host", grants.host());
        map.put("pid", grants.pid());
        map.put("state", worker.state().name().toLowerCase(Locale.ROOT));
        map.put("note", worker.note());
        map.put("cpu", Plain.number(grants.cpu()));
        map.put("gpus", grants.gpus());
        map.put("memory", grants.memory());
        map.put("custom", Plain.numbers(grants.custom()));
        map.put("labels", grants.labels());
        map.put("free", Plain.numbers(worker.free()));
        map.put("since", worker.since().truncatedTo(ChronoUnit.SECONDS).toString());
        map.put("until", grants.until().map(Object::toString).orElse(null));
        map.put("passed_over", worker.passedOver());
        if (why) {
            map.put("sources", grants.sources());
        }
        return map;
    }
}
