package org.attune.space.formats.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.text.YamlText;

/** Writes {@code space} and {@code forbidden}, a line for each parameter and statement. */
final class SpaceWriter {
    private static final Set<String> NUMBERS = Set.of("low", "high", "step", "weights", "prior", "default");

    private SpaceWriter() {}

    static String write(SearchSpace space) {
        StringBuilder text = new StringBuilder("space:\n");
        for (Parameter parameter : space.parameters()) {
            text.append("  ")
                    .append(YamlText.text(parameter.name()))
                    .append(": ")
                    .append(definition(parameter, space.conditions()))
                    .append('\n');
        }
        if (!space.forbidden().isEmpty()) {
            text.append("forbidden:\n");
            space.forbidden()
                    .forEach(clause -> text.append("  - ")
                            .append(YamlText.of(clause.definition()))
                            .append('\n'));
        }
        return text.toString();
    }

    private static String definition(Parameter parameter, Map<String, Clause> conditions) {
        Map<String, String> parts = new LinkedHashMap<>();
        parameter.definition().forEach((key, value) -> {
            boolean isChoice = key.equals("default") && parameter instanceof ChoiceParameter;
            parts.put(key, NUMBERS.contains(key) && !isChoice ? numbers(value) : YamlText.of(value));
        });
        if (conditions.containsKey(parameter.name())) {
            parts.put("when", YamlText.of(conditions.get(parameter.name()).definition()));
        }
        return parts.entrySet().stream()
                .map(part -> part.getKey() + ": " + part.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** Of which the reader knows that they are numbers, whole or not. */
    private static String numbers(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + numbers(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (value instanceof List<?> list) {
            return list.stream().map(SpaceWriter::numbers).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof Double number ? YamlText.number(number) : YamlText.of(value);
    }
}
