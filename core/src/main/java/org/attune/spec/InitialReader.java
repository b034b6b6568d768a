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

    static List<Map<String, Object>> read(TextNode node, Optional<SearchSpace> space, Problems problems) {
        List<Map<String, Object>> configurations = new ArrayList<>();
        for (TextNode item :
                problems.collect(() -> Values.list("'initial'", node)).orElse(List.of())) {
            if (!item.isMapping() || item.entries().isEmpty()) {
                problems.add(
                        item.place(),
                        "each of 'initial' must be a mapping of parameters to values, but got " + item.shown() + ".",
                        "Write initial: [{lr: 0.01}].");
            } else {
                space.ifPresent(known -> configurations.add(configuration(item, known, problems)));
            }
        }
        return configurations;
    }

    private static Map<String, Object> configuration(TextNode item, SearchSpace space, Problems problems) {
        Map<String, Object> values = new LinkedHashMap<>();
        item.entries().forEach((name, entry) -> {
            if (space.contains(name)) {
                problems.collect(() -> Optional.ofNullable(check(space.parameter(name), entry.value())))
                        .ifPresent(value -> values.put(name, value.orElse(null)));
            } else {
                List<String> names =
                        space.parameters().stream().map(Parameter::name).toList();
                problems.add(
                        entry.key(),
                        "unknown parameter '" + name + "' in 'initial'" + Nearest.hint(name, names),
                        "Parameters: " + String.join(", ", names) + ".");
            }
        });
        if (values.size() == item.entries().size()) {
            mustFitTogether(item, values, space, problems);
        }
        return values;
    }

    /** A study must not find out in its course that a configuration cannot be completed. */
    private static void mustFitTogether(
            TextNode item, Map<String, Object> values, SearchSpace space, Problems problems) {
        Completion completion = new Completion(space, values);
        if (completion.standard().isPresent()) {
            return;
        }
        List<String> excluded = values.keySet().stream()
                .filter(space.conditions()::containsKey)
                .filter(completion::excludes)
                .toList();
        excluded.forEach(name -> problems.add(
                item.entries().get(name).key(),
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
