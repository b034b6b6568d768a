package org.attune.spec;

import java.util.ArrayList;
import java.util.List;
import org.attune.space.Feasibility;
import org.attune.space.IllegalConfigurationException;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;
import org.attune.space.Prior;
import org.attune.space.SearchSpace;
import org.attune.text.Json;

/** What is legal in a search space but likely not meant. */
public final class SpaceAdvice {
    private static final int FAR = 4;

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
        space.parameters().forEach(parameter -> farPrior(parameter, advice));
        return advice;
    }

    /** Legal, since files from elsewhere have it; but hardly anything of the range is then ever drawn. */
    private static void farPrior(Parameter parameter, List<String> advice) {
        if (parameter instanceof NumberParameter range
                && range.prior().isPresent()
                && range.prior().get().deviationsOutside(range.scale()) > FAR) {
            Prior prior = range.prior().get();
            advice.add("the mean of the prior of '" + range.name() + "' is more than " + FAR
                    + " deviations outside of its range, so that nearly all draws are close to one end, but got "
                    + Json.plain(prior.definition()) + " on [" + Json.plain(range.lowest()) + ", "
                    + Json.plain(range.highest()) + "].");
        }
    }
}
