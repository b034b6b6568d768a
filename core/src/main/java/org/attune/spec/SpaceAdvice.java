package org.attune.spec;

import java.util.ArrayList;
import java.util.List;
import org.attune.space.Feasibility;
import org.attune.space.IllegalConfigurationException;
import org.attune.space.SearchSpace;

/** What is legal in a search space but likely not meant. */
public final class SpaceAdvice {
    private SpaceAdvice() {}

    /** One line each, the worst first; empty if there is nothing to say. */
    public static List<String> of(SearchSpace space) {
        return of(space, Feasibility.of(space));
    }

    /** The same where the feasibility is known. */
    public static List<String> of(SearchSpace space, Feasibility feasibility) {
        List<String> advice = new ArrayList<>(feasibility.warnings());
        if (feasibility.isPossible()) {
            try {
                space.check(space.standard().values());
            } catch (IllegalConfigurationException e) {
                advice.add("the configuration of the defaults is not allowed: " + e.getMessage());
            }
        }
        return advice;
    }
}
