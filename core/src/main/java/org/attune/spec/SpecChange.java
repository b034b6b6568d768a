package org.attune.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.attune.space.Configuration;
import org.attune.text.Json;

/**
 * What differs between the study that a journal began with and the study file now.
 *
 * @param changes in the order of a study file; empty if nothing differs
 */
public record SpecChange(List<Change> changes) {
    private static final String LEVELS = "sampler.levels_of.";

    private static final Map<String, String> ALLOWED = Map.ofEntries(
            Map.entry("trials", ""),
            Map.entry("max_parallel", ""),
            Map.entry("time_limit", ""),
            Map.entry("trial_time_limit", "for attempts that start from now on"),
            Map.entry("max_failures", ""),
            Map.entry("retries", "for failures from now on"),
            Map.entry("target", ""),
            Map.entry("grace", ""),
            Map.entry("slurm", ""),
            Map.entry("resources", "for attempts that start from now on"),
            Map.entry("stop", "for reports from now on"),
            Map.entry("derived", "for attempts that start from now on; earlier results stay as they are"),
            Map.entry("trainable", "for attempts that start from now on; earlier results stay as they are"));

    /** What a study that has begun makes of a change. */
    public enum Answer {
        /** It goes on with it. */
        POSSIBLE,
        /** It goes on with it if whoever runs it says so, since it changes what the trials so far mean. */
        ASKED,
        REFUSED
    }

    /**
     * @param key with dots: {@code scheduler.eta}
     * @param before as people write it; {@code none} if it was not there
     * @param after likewise
     * @param note what it means for the study; may be empty
     */
    public record Change(String key, String before, String after, Answer answer, String note) {
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

    /** For a study that has tried nothing yet. */
    public static SpecChange between(StudySpec before, StudySpec after) {
        return between(before, after, List.of());
    }

    /** @param trials the configurations of the study's trials so far */
    public static SpecChange between(StudySpec before, StudySpec after, List<Configuration> trials) {
        Map<String, Object> old = flat(before);
        Map<String, Object> now = flat(after);
        Set<String> keys = new LinkedHashSet<>(now.keySet());
        keys.addAll(old.keySet());
        List<Change> changes = new ArrayList<>(SpaceChange.of(before.space(), after.space(), trials));
        for (String key : keys) {
            boolean same = old.containsKey(key) == now.containsKey(key) && Objects.equals(old.get(key), now.get(key));
            if (!same) {
                changes.add(change(key, shown(old, key), shown(now, key), before, after, trials.size()));
            }
        }
        return new SpecChange(changes);
    }

    private static Change change(String key, String old, String now, StudySpec before, StudySpec after, int trials) {
        String top = key.contains(".") ? key.substring(0, key.indexOf('.')) : key;
        boolean through =
                trials >= Math.max(before.initial().size(), after.initial().size());
        if (ALLOWED.containsKey(top)) {
            return new Change(key, old, now, Answer.POSSIBLE, ALLOWED.get(top));
        } else if (top.equals("initial") && through && trials > 0) {
            return new Change(key, old, now, Answer.POSSIBLE, "they have been tried");
        } else if (key.startsWith(LEVELS) && isChanged(key.substring(LEVELS.length()), before, after)) {
            return new Change(key, old, now, trials == 0 ? Answer.POSSIBLE : Answer.ASKED, "");
        }
        return new Change(key, old, now, Answer.REFUSED, "not possible once a study has begun");
    }

    /** Whether a parameter is another one than it was. */
    private static boolean isChanged(String name, StudySpec before, StudySpec after) {
        boolean stays = before.space().contains(name)
                && after.space().contains(name)
                && before.space().parameter(name).equals(after.space().parameter(name));
        return !stays;
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Whether a study that has begun can go on with all of it, perhaps when somebody has said so. */
    public boolean isAllowed() {
        return changes.stream().noneMatch(change -> change.answer() == Answer.REFUSED);
    }

    /** Whether somebody must say so. */
    public boolean isAsked() {
        return changes.stream().anyMatch(change -> change.answer() == Answer.ASKED);
    }

    /** One line for each change, those that are not allowed first; beside them the others are called possible. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        changes.stream()
                .filter(change -> change.answer() == Answer.REFUSED)
                .map(Change::toString)
                .forEach(lines::add);
        changes.stream()
                .filter(change -> change.answer() != Answer.REFUSED)
                .map(change -> isAllowed() ? change.toString() : change.line("possible"))
                .forEach(lines::add);
        return lines;
    }

    /** All but the space. */
    private static Map<String, Object> flat(StudySpec spec) {
        Map<String, Object> map = new LinkedHashMap<>(StudySpecWriter.toJson(spec));
        map.keySet().removeAll(spec.space().definition().keySet());
        return flat(map);
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
