package org.attune.head;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.attune.wire.Grants;

/**
 * A worker, as clients are told of it.
 *
 * @param state {@code ready}, {@code suspect} if its link is lost, {@code leaving}
 * @param since when it first joined this head
 * @param free amounts of each resource
 */
record NodeState(String name, Grants grants, String state, Instant since, Map<String, Double> free) {

    /** @param why with the sources of its numbers */
    Map<String, Object> json(boolean why) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", name);
        map.put("host", grants.host());
        map.put("pid", grants.pid());
        map.put("state", state);
        map.put("cpu", grants.cpu());
        map.put("gpus", grants.gpus());
        map.put("memory", grants.memory());
        map.put("custom", grants.custom());
        map.put("labels", grants.labels());
        map.put("free", free);
        map.put("since", since.toString());
        map.put("until", grants.until().map(Instant::toString).orElse(null));
        if (why) {
            map.put("sources", grants.sources());
        }
        return map;
    }
}
