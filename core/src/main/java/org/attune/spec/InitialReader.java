package org.attune.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.space.Completion;
import org.attune.space.IllegalValueException;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.text.Invalid;
import org.attune.text.Nearest;
import org.attune.text.Problems;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads {@code initial}; values are checked if the space is known. */
final class InitialReader {
    private InitialReader() {}

    /** @param isNew whether it is looked after that each can be completed */
    static List<Map<String, Object>> read(
            TextNode node, Optional<SearchSpace> space, boolean isNew, Problems problems) {
        List<Map<String, Object>> configurations = new ArrayList<>();
        for (TextNode item :
                problems.collect(() -> Values.list("'initial'", node)).orElse(List.of())) {
            if (!item.isMapping() || item.entries().isEmpty()) {
                problems.add(
                        item.place(),
                        "each of 'initial' must be a mapping of parameters to values, but got " + item.shown() + ".",
                        "Write initial: [{lr: 0.01}].");
            } else {
                space.ifPresent(known -> configurations.add(configuration(item, known, isNew, problems)));
            }
        }
        return configurations;
    }

    private static Map<String, Object> configuration(
            TextNode item, SearchSpace space, boolean isNew, Problems problems) {
        int before = problems.count();
        Map<String, TextNode.Entry> entries = new LinkedHashMap<>();
        collect("", item, space, entries, problems);
        Map<String, Object> values = new LinkedHashMap<>();
        entries.forEach((name, entry) -> problems.collect(
                        () -> Optional.ofNullable(check(space.parameter(name), entry.value())))
                .ifPresent(value -> values.put(name, value.orElse(null))));
        if (isNew && problems.count() == before) {
            mustFitTogether(item, entries, values, space, problems);
        }
        return values;
    }

    /** By name, with groups written out: {@code {adam: {beta: 0.9}}} is {@code {adam.beta: 0.9}}. */
    private static void collect(
            String prefix, TextNode node, SearchSpace space, Map<String, TextNode.Entry> into, Problems problems) {
        List<String> names = space.parameters().stream().map(Parameter::name).toList();
        node.entries().forEach((key, entry) -> {
            String name = prefix + key;
            boolean isGroup = names.stream().anyMatch(each -> each.startsWith(name + "."));
            if (space.contains(name)) {
                if (into.putIfAbsent(name, entry) != null) {
                    problems.add(entry.key(), "'" + name + "' is there twice in one of 'initial'.", "");
                }
            } else if (isGroup && entry.value().isMapping()) {
                collect(name + ".", entry.value(), space, into, problems);
            } else if (isGroup) {
                problems.add(
                        entry.key(),
                        "'" + name + "' is a group, but got " + entry.value().shown() + " for it in 'initial'.",
                        "Write a mapping of its parameters to values.");
            } else {
                problems.add(
                        entry.key(),
                        "unknown parameter '" + name + "' in 'initial'" + Nearest.hint(name, names),
                        "Parameters: " + String.join(", ", names) + ".");
            }
        });
    }

    /** A study must not find out in its course that a configuration cannot be completed. */
    private static void mustFitTogether(
            TextNode item,
            Map<String, TextNode.Entry> entries,
            Map<String, Object> values,
            SearchSpace space,
            Problems problems) {
        Completion completion = new Completion(space, values);
        if (completion.standard().isPresent()) {
            return;
        }
        List<String> excluded = values.keySet().stream()
                .filter(space.conditions()::containsKey)
                .filter(completion::excludes)
                .toList();
        excluded.forEach(name -> problems.add(
                entries.get(name).key(),
                "'" + name + "' is active only when " + space.conditions().get(name)
                        + ", which the other values of this configuration exclude.",
                "Leave it out, or the values that exclude it."));
        if (excluded.isEmpty()) {
            problems.add(
                    item.place(),
                    completion
                            .forbiddenBy()
                            .map(clause -> "it is forbidden that " + clause + ", as in " + item.shown() + ".")
                            .orElse("no allowed configuration was found that has the values of " + item.shown() + "."),
                    "");
        }
    }

    private static Object check(Parameter parameter, TextNode value) {
        try {
            return parameter.check(value.json());
        } catch (IllegalValueException e) {
            throw new Invalid(value.place(), e.getMessage(), "");
        }
    }
}
