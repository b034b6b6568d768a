package org.attune.space.formats.yaml;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.space.derived.DerivedValues;
import org.attune.text.YamlText;

/** Writes {@code space}, {@code forbidden} and {@code derived}, a line for each parameter and statement. */
final class SpaceWriter {
    private static final Set<String> NUMBERS = Set.of("low", "high", "step", "prior", "default", "before");

    private SpaceWriter() {}

    static String write(SearchSpace space) {
        StringBuilder text = new StringBuilder("space:\n");
        Map<?, ?> definitions = (Map<?, ?>) space.definition().get("space");
        for (Parameter parameter : space.parameters()) {
            text.append("  ")
                    .append(YamlText.text(parameter.name()))
                    .append(": ")
                    .append(definition(parameter, (Map<?, ?>) definitions.get(parameter.name())))
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

    static String write(DerivedValues derived) {
        StringBuilder text = new StringBuilder(derived.isEmpty() ? "" : "derived:\n");
        derived.formulas()
                .forEach((name, formula) -> text.append("  ")
                        .append(YamlText.text(name))
                        .append(": ")
                        .append(YamlText.text(formula.toString()))
                        .append('\n'));
        return text.toString();
    }

    private static String definition(Parameter parameter, Map<?, ?> definition) {
        return definition.entrySet().stream()
                .map(entry -> entry.getKey() + ": "
                        + (isNumber(parameter, (String) entry.getKey())
                                ? numbers(entry.getValue())
                                : YamlText.of(entry.getValue())))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static boolean isNumber(Parameter parameter, String key) {
        return key.equals("weights") || (parameter instanceof NumberParameter && NUMBERS.contains(key));
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
