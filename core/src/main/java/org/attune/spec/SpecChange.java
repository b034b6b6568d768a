package org.attune.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.attune.text.Json;

/**
 * What differs between the study that a journal began with and the study file now.
 *
 * @param changes in the order of a study file; empty if nothing differs
 */
public record SpecChange(List<Change> changes) {
    private static final Map<String, String> ALLOWED = Map.ofEntries(
            Map.entry("trials", ""),
            Map.entry("max_parallel", ""),
            Map.entry("time_limit", ""),
            Map.entry("trial_time_limit", "for attempts that start from now on"),
            Map.entry("max_failures", ""),
            Map.entry("retries", "for failures from now on"),
            Map.entry("target", ""),
            Map.entry("grace", ""),
            Map.entry("resources", "for attempts that start from now on"),
            Map.entry("stop", "for reports from now on"),
            Map.entry("derived", "for attempts that start from now on; earlier results stay as they are"),
            Map.entry("trainable", "for attempts that start from now on; earlier results stay as they are"));

    /**
     * @param key with dots: {@code scheduler.eta}
     * @param before as people write it; {@code none} if it was not there
     * @param after likewise
     * @param allowed whether a study that has begun can go on with it
     * @param note what it means for the study; may be empty
     */
    public record Change(String key, String before, String after, boolean allowed, String note) {
        @Override
        public String toString() {
            return line(note);
        }

        private String line(String remark) {
            return key + ": " + before + " -> " + after + (remark.isEmpty() ? "" : " (" + remark + ")");
        }
    }

    public SpecChange {
        changes = List.copyOf(changes);
    }

    public static SpecChange between(StudySpec before, StudySpec after) {
        Map<String, Object> old = flat(StudySpecWriter.toJson(before));
        Map<String, Object> now = flat(StudySpecWriter.toJson(after));
        Set<String> keys = new LinkedHashSet<>(now.keySet());
        keys.addAll(old.keySet());
        List<Change> changes = new ArrayList<>();
        for (String key : keys) {
            boolean same = old.containsKey(key) == now.containsKey(key) && Objects.equals(old.get(key), now.get(key));
            if (!same) {
                String top = key.contains(".") ? key.substring(0, key.indexOf('.')) : key;
                changes.add(new Change(
                        key,
                        shown(old, key),
                        shown(now, key),
                        ALLOWED.containsKey(top),
                        ALLOWED.getOrDefault(top, "not possible once a study has begun")));
            }
        }
        if (changes.isEmpty()) {
            changes.addAll(order(before, after));
        }
        return new SpecChange(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Whether a study that has begun can go on with all of it. */
    public boolean isAllowed() {
        return changes.stream().allMatch(Change::allowed);
    }

    /** One line for each change, those that are not allowed first; beside them the others are called possible. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        changes.stream()
                .filter(change -> !change.allowed())
                .map(Change::toString)
                .forEach(lines::add);
        changes.stream()
                .filter(Change::allowed)
                .map(change -> isAllowed() ? change.toString() : change.line("possible"))
                .forEach(lines::add);
        return lines;
    }

    /** The order of parameters is part of what a sampler sees. */
    private static List<Change> order(StudySpec before, StudySpec after) {
        List<String> old = names(before);
        List<String> now = names(after);
        return old.equals(now)
                ? List.of()
                : List.of(new Change(
                        "space",
                        String.join(", ", old),
                        String.join(", ", now),
                        false,
                        "another order is not possible once a study has begun"));
    }

    private static List<String> names(StudySpec spec) {
        return spec.space().parameters().stream()
                .map(parameter -> parameter.name())
                .toList();
    }

    private static Map<String, Object> flat(Map<String, Object> map) {
        Map<String, Object> flat = new LinkedHashMap<>();
        flatten("", map, flat);
        return flat;
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, Object> into) {
        map.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
                flatten(prefix + key + ".", inner, into);
            } else {
                into.put(prefix + key, value);
            }
        });
    }

    private static String shown(Map<String, Object> map, String key) {
        if (!map.containsKey(key)) {
            return "none";
        }
        Object value = map.get(key);
        String unit = key.endsWith("time_limit") || key.equals("grace")
                ? " s"
                : key.equals("resources.memory") ? " bytes" : "";
        return (value instanceof String text ? text : Json.plain(value)) + unit;
    }
}
