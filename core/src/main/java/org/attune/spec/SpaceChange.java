package org.attune.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.attune.space.Clause;
import org.attune.space.Configuration;
import org.attune.space.IllegalConfigurationException;
import org.attune.space.IllegalConfigurationException.Fault;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;
import org.attune.space.Translation;
import org.attune.spec.SpecChange.Answer;
import org.attune.spec.SpecChange.Change;
import org.attune.text.Json;

/** What differs between two spaces, and what it means for the trials of a study. */
final class SpaceChange {
    private final SearchSpace before;
    private final SearchSpace after;
    private final List<Configuration> trials;
    private final Map<String, Integer> illegal = new HashMap<>();
    private final Map<String, Integer> missing = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();

    private SpaceChange(SearchSpace before, SearchSpace after, List<Configuration> trials) {
        this.before = before;
        this.after = after;
        this.trials = trials;
        Translation translation = new Translation(after);
        for (Configuration trial : trials) {
            try {
                translation.check(trial);
            } catch (IllegalConfigurationException e) {
                if (e.fault() != Fault.FORBIDDEN) {
                    illegal.merge(e.parameter(), 1, Integer::sum);
                }
                if (e.fault() == Fault.ACTIVE_NOT_SET) {
                    missing.merge(e.parameter(), 1, Integer::sum);
                }
            }
        }
    }

    /** @param trials what the study has tried so far */
    static List<Change> of(SearchSpace before, SearchSpace after, List<Configuration> trials) {
        if (before.equals(after)) {
            return List.of();
        }
        SpaceChange change = new SpaceChange(before, after, trials);
        change.parameters();
        change.clauses();
        if (change.changes.isEmpty()) {
            change.changes.add(change.change("space", names(before), names(after), change.stay(trials.size())));
        }
        return change.changes;
    }

    private void parameters() {
        Set<String> names = new LinkedHashSet<>();
        after.parameters().forEach(parameter -> names.add(parameter.name()));
        before.parameters().forEach(parameter -> names.add(parameter.name()));
        for (String name : names) {
            Map<String, Object> old = definition(before, name);
            Map<String, Object> now = definition(after, name);
            if (old.isEmpty()) {
                changes.add(added(name, now));
            } else if (now.isEmpty()) {
                String without = trials.isEmpty() ? "" : ", without it";
                changes.add(change("space." + name, shown(old), "none", stay(trials.size()) + without));
            } else if (!old.get("type").equals(now.get("type"))) {
                changes.add(change("space." + name, shown(old), shown(now), stayWith(name)));
            } else if (!old.equals(now)) {
                keys(name, old, now);
            }
        }
    }

    private Change added(String name, Map<String, Object> now) {
        int needy = missing.getOrDefault(name, 0);
        if (needy > 0) {
            return new Change(
                    "space." + name,
                    "none",
                    shown(now),
                    Answer.REFUSED,
                    "of " + count() + " " + needy + (needy == 1 ? " needs" : " need")
                            + " a value for it; give the one that was in force as before: VALUE");
        }
        boolean counted = now.containsKey("before") && !trials.isEmpty();
        String value = counted ? ", as if they had had " + Json.plain(now.get("before")) : "";
        return change("space." + name, "none", shown(now), stayWith(name) + value);
    }

    /** The note stands at the last of a parameter's changes, since it is that of all. */
    private void keys(String name, Map<String, Object> old, Map<String, Object> now) {
        Set<String> keys = new LinkedHashSet<>(now.keySet());
        keys.addAll(old.keySet());
        keys.removeIf(
                key -> old.containsKey(key) == now.containsKey(key) && Objects.equals(old.get(key), now.get(key)));
        int left = keys.size();
        for (String key : keys) {
            left--;
            changes.add(change(
                    "space." + name + "." + key, shown(old, key), shown(now, key), left == 0 ? stayWith(name) : ""));
        }
    }

    private void clauses() {
        for (Clause clause : before.forbidden()) {
            if (!after.forbidden().contains(clause)) {
                changes.add(change("forbidden", clause.toString(), "none", ""));
            }
        }
        for (Clause clause : after.forbidden()) {
            if (!before.forbidden().contains(clause)) {
                changes.add(change("forbidden", "none", clause.toString(), stay(trials.size() - forbiddenBy(clause))));
            }
        }
    }

    private int forbiddenBy(Clause clause) {
        SpaceBuilder builder = SearchSpace.builder();
        after.parameters().forEach(builder::add);
        after.conditions().forEach(builder::when);
        after.before().forEach(builder::before);
        Translation allowed = new Translation(builder.build());
        Translation rest = new Translation(builder.forbid(clause).build());
        return (int) trials.stream()
                .filter(trial -> allowed.of(trial).isPresent() && rest.of(trial).isEmpty())
                .count();
    }

    private Change change(String key, String old, String now, String note) {
        return new Change(key, old, now, trials.isEmpty() ? Answer.POSSIBLE : Answer.ASKED, note);
    }

    private String stayWith(String name) {
        return stay(trials.size() - illegal.getOrDefault(name, 0));
    }

    private String stay(int staying) {
        return trials.isEmpty()
                ? ""
                : staying + " of " + count() + (staying == 1 ? " stays" : " stay") + " in the model";
    }

    private String count() {
        return trials.size() + (trials.size() == 1 ? " trial" : " trials");
    }

    /** With the condition in words; empty if there is no such parameter. */
    private static Map<String, Object> definition(SearchSpace space, String name) {
        if (!space.contains(name)) {
            return Map.of();
        }
        Map<String, Object> map = new LinkedHashMap<>(space.parameter(name).definition());
        if (space.conditions().containsKey(name)) {
            map.put("when", space.conditions().get(name));
        }
        if (space.before().containsKey(name)) {
            map.put("before", space.before().get(name));
        }
        return map;
    }

    private static String shown(Map<String, Object> map, String key) {
        return map.containsKey(key) ? shown(map.get(key)) : "none";
    }

    private static String shown(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + shown(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value instanceof String || value instanceof Clause ? value.toString() : Json.plain(value);
    }

    private static String names(SearchSpace space) {
        return space.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
    }
}
