package org.attune.cli.space;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.attune.space.Configuration;
import org.attune.space.IllegalConfigurationException;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.text.Json;

/** What is to be said of configurations of a space. */
record Verdicts(SearchSpace space) implements Function<Map<?, ?>, Map<String, Object>> {

    @Override
    public Map<String, Object> apply(Map<?, ?> given) {
        Map<String, Object> verdict = new LinkedHashMap<>();
        try {
            Configuration configuration = space.check(Json.map(given));
            verdict.put("valid", true);
            verdict.put(
                    "active",
                    space.parentsFirst().stream()
                            .map(Parameter::name)
                            .filter(configuration.values()::containsKey)
                            .toList());
        } catch (IllegalConfigurationException e) {
            verdict.put("valid", false);
            verdict.put("error", e.fault().name().toLowerCase(Locale.ROOT));
            verdict.put("parameter", e.parameter());
            verdict.put("message", e.getMessage());
        }
        return verdict;
    }
}
