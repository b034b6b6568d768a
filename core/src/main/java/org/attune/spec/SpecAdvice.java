package org.attune.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.attune.space.Constant;

/** What is legal in a study but likely not meant. */
public final class SpecAdvice {
    private SpecAdvice() {}

    /** One line each; empty if there is nothing to say. */
    public static List<String> of(StudySpec spec) {
        List<String> advice = new ArrayList<>(SpaceAdvice.of(spec.space()));
        unusedParameters(spec, advice);
        if (spec.scheduler() instanceof SchedulerSpec.HyperBand band
                && spec.stop().step().isPresent()
                && spec.stop().step().getAsInt() < band.maxStep()) {
            advice.add("stop.step=" + spec.stop().step().getAsInt() + " is less than scheduler.max_step="
                    + band.maxStep() + ": no trial gets to the last rungs.");
        }
        if (spec.sampler() instanceof SamplerSpec.Grid grid) {
            OptionalLong size = grid.over(spec.space()).count();
            if (spec.trials().isPresent() && size.isPresent() && spec.trials().getAsInt() > size.getAsLong()) {
                advice.add(
                        "trials=" + spec.trials().getAsInt() + " is more than the grid has: " + size.getAsLong() + ".");
            }
        }
        return advice;
    }

    /** A command that has placeholders gets its configuration by them, so the one without likely was forgotten. */
    private static void unusedParameters(StudySpec spec, List<String> advice) {
        if (spec.trainable() instanceof Trainable.Command command) {
            Set<String> used = command.words().stream()
                    .flatMap(word -> Placeholders.names(word).stream())
                    .collect(Collectors.toSet());
            Set<String> reached = spec.derived().reached(used);
            spec.space().parameters().stream()
                    .filter(parameter -> !used.isEmpty() && !isUsed(parameter.name(), used, reached))
                    .filter(parameter -> !(parameter instanceof Constant))
                    .forEach(parameter -> advice.add("the command does not use '" + parameter.name() + "'; write {"
                            + parameter.name() + "} where it belongs, unless the program reads ATTUNE_CONFIG."));
        }
    }

    private static boolean isUsed(String name, Set<String> used, Set<String> reached) {
        return reached.contains(name) || used.stream().anyMatch(group -> name.startsWith(group + "."));
    }
}
