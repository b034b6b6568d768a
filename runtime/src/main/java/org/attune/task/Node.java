package org.attune.task;

import java.util.List;
import java.util.Map;

/**
 * A worker of a cluster. Immutable.
 *
 * @param id its name
 * @param host name of its machine
 * @param cpu how many CPUs it offers, taken ones included
 * @param gpus ids of the devices that it offers
 * @param memory that it offers, in bytes
 * @param all what the head tells of it, by the names of {@code attune nodes --json}
 */
public record Node(String id, String host, double cpu, List<String> gpus, long memory, Map<String, Object> all) {

    static Node of(Map<String, Object> all) {
        return new Node(
                text(all.get("id")),
                text(all.get("host")),
                number(all.get("cpu")),
                all.get("gpus") instanceof List<?> gpus
                        ? gpus.stream().map(Node::text).toList()
                        : List.of(),
                (long) number(all.get("memory")),
                all);
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    private static double number(Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }
}
