package org.attune.space.derived;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.attune.space.Configuration;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;

/** Tries derived values on some configurations of a space, so that one without a value is found before a study begins: the default, the ends of the ranges, and some at random. */
public final class Probes {
    private static final int RANDOM = 20;

    private Probes() {}

    /** The first failure, if there is any. The same configurations each time. */
    public static Optional<UnderivableException> failure(DerivedValues values, SearchSpace space) {
        return values.isEmpty()
                ? Optional.empty()
                : configurations(space, values.reached(values.formulas().keySet())).stream()
                        .map(configuration -> failure(values, configuration))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private static Optional<UnderivableException> failure(DerivedValues values, Configuration configuration) {
        try {
            values.of(configuration);
            return Optional.empty();
        } catch (UnderivableException e) {
            return Optional.of(e);
        }
    }

    private static List<Configuration> configurations(SearchSpace space, Set<String> used) {
        List<Configuration> configurations = new ArrayList<>();
        configurations.add(space.standard());
        for (double place : new double[] {0, 1}) {
            Map<String, Object> all = new LinkedHashMap<>();
            for (Parameter parameter : space.parameters()) {
                Object end = parameter.decode(place);
                all.put(parameter.name(), end);
                if (used.contains(parameter.name())) {
                    configurations.add(space.completed(Collections.singletonMap(parameter.name(), end)));
                }
            }
            configurations.add(space.completed(all));
        }
        configurations.removeIf(configuration -> !space.allows(configuration.values()));
        SplittableRandom random = new SplittableRandom(0);
        try {
            for (int i = 0; i < RANDOM; i++) {
                configurations.add(space.sample(random));
            }
        } catch (IllegalStateException e) {
            // Of a space that allows next to nothing whoever samples it says so.
            return configurations;
        }
        return configurations;
    }
}
