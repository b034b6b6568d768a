package org.attune.cli.cluster;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.attune.analysis.Row;
import org.attune.cli.live.Numbers;
import org.attune.machine.Sizes;

/**
 * A worker for people.
 *
 * @param node as the head tells it
 */
record NodeText(Map<String, Object> node) {

    Row row(Instant now) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", node.get("id"));
        row.put("host", node.get("host"));
        row.put("state", node.get("state"));
        row.put("cpus", number("cpu"));
        row.put("free cpus", free("cpu"));
        List<?> gpus = (List<?>) node.get("gpus");
        row.put("gpus", gpus.isEmpty() ? null : (long) gpus.size());
        row.put("free gpus", gpus.isEmpty() ? null : free("gpu"));
        row.put("memory", Sizes.text(amount(node.get("memory")).longValue()));
        row.put("free memory", Sizes.text(amount(map("free").get("memory")).longValue()));
        row.put("custom", words("custom"));
        row.put("labels", words("labels"));
        row.put("up", Numbers.text(Duration.between(Instant.parse((String) node.get("since")), now)));
        row.put("left", node.get("until") == null ? null : left(now));
        return () -> row;
    }

    void printWhy(PrintWriter out) {
        out.println(node.get("id") + ", process " + node.get("pid") + " on " + node.get("host"));
        Map<String, Object> sources = new TreeMap<>(map("sources"));
        sources.forEach((name, source) -> out.println("  " + name + ": " + source));
    }

    void printPassedOver(PrintWriter out) {
        map("passed_over")
                .forEach((who, why) -> out.println(node.get("id") + " is passed over by " + who + ": " + why));
    }

    private String left(Instant now) {
        Duration left = Duration.between(now, Instant.parse((String) node.get("until")));
        return left.isNegative()
                ? "none"
                : left.toHours() > 0
                        ? left.toHours() + " h " + left.toMinutesPart() + " min"
                        : left.toMinutes() + " min";
    }

    private String number(String key) {
        return Numbers.text(amount(node.get(key)).doubleValue());
    }

    private String free(String key) {
        return Numbers.text(amount(map("free").get(key)).doubleValue());
    }

    private static Number amount(Object value) {
        return value == null ? 0 : (Number) value;
    }

    private Map<String, Object> map(String key) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (node.get(key) instanceof Map<?, ?> some) {
            some.forEach((name, value) -> map.put((String) name, value));
        }
        return map;
    }

    private String words(String key) {
        Map<String, Object> map = new TreeMap<>(map(key));
        return map.isEmpty()
                ? null
                : map.entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue())
                        .collect(Collectors.joining(" "));
    }
}
