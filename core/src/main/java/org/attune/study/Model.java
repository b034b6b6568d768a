package org.attune.study;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.attune.sampler.Observation;
import org.attune.sampler.Sampler;
import org.attune.sampler.Samplers;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.attune.space.Translation;
import org.attune.spec.StudySpec;

/**
 * The sampler of a study and what it has learned, over changes of the space. With a new space it is made anew and told all results again, each as it stands there; those
 * that make no sense any more are not told, and are told again if a later space has room for them. So it is a function of the space and the results, and of no space before.
 */
final class Model {
    private final boolean own;
    private final List<Observation> results = new ArrayList<>();
    private SearchSpace space;
    private Sampler sampler;
    /** Number of trials that the sampler's own do not count: the initial ones, and those of former spaces. */
    private int others;
    /** Absent as long as there was one space only. */
    private Optional<Translation> translation = Optional.empty();

    Model(StudySpec spec) {
        this(spec, null);
    }

    /** @param sampler null for the one that the study asks for */
    Model(StudySpec spec, Sampler sampler) {
        this.own = sampler != null;
        this.space = spec.space();
        this.others = spec.initial().size();
        this.sampler = own ? sampler : Samplers.create(spec.sampler(), space, spec.seed(), others, Set.of());
    }

    Sampler sampler() {
        return sampler;
    }

    /** How many trials there can be in all. */
    long limit() {
        return Math.min(sampler.size().orElse(Integer.MAX_VALUE), Integer.MAX_VALUE) + others;
    }

    void observe(Observation result) {
        results.add(result);
        tell(result);
    }

    /** Goes on in the study's space of now. {@code trials}: all so far. */
    void adopt(StudySpec spec, List<Trial> trials) {
        if (spec.space().equals(space)) {
            return;
        } else if (own) {
            throw new IllegalStateException("the space of a study with a sampler of its own does not change.");
        }
        Translation into = new Translation(spec.space());
        Set<Configuration> tried = new HashSet<>();
        trials.forEach(trial -> into.of(trial.configuration()).ifPresent(tried::add));
        translation = Optional.of(into);
        space = spec.space();
        others = Math.max(trials.size(), spec.initial().size());
        sampler = Samplers.create(spec.sampler(), space, spec.seed(), others, tried);
        results.forEach(this::tell);
    }

    Configuration completed(Configuration configuration) {
        return translation.map(into -> into.completed(configuration)).orElse(configuration);
    }

    private void tell(Observation result) {
        if (translation.isEmpty()) {
            sampler.observe(result);
            return;
        }
        translation
                .get()
                .of(result.configuration())
                .ifPresent(translated ->
                        sampler.observe(new Observation(result.trial(), translated, result.budget(), result.loss())));
    }
}
