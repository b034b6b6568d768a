package org.attune.space.formats.configspace;

import java.util.List;
import java.util.Map;
import org.attune.space.IllegalConfigurationException;
import org.attune.space.SearchSpace;

/** What ConfigSpace asks of the configuration of the defaults before it takes a space. */
final class StandardRules {
    private StandardRules() {}

    static void check(SearchSpace space, Dialect dialect, List<String> unsayable) {
        Map<String, Object> standard = space.standard().values();
        try {
            space.check(standard);
        } catch (IllegalConfigurationException e) {
            unsayable.add("The configuration of its defaults must be allowed for ConfigSpace, but "
                    + e.getMessage().replaceFirst("\\.$", "") + ". Give '" + e.parameter() + "' another default.");
        }
        if (dialect.isOld()) {
            return;
        }
        space.conditions()
                .forEach((child, clause) -> ClauseWords.orInactive(clause)
                        .filter(compare -> standard.containsKey(child) && !standard.containsKey(compare.parameter()))
                        .findFirst()
                        .ifPresent(compare -> unsayable.add("'" + child + "' is active by default while '"
                                + compare.parameter()
                                + "' is not, which ConfigSpace 1.x refuses for a condition such as "
                                + compare + ". Say it by one of the other values, or give other defaults.")));
    }
}
