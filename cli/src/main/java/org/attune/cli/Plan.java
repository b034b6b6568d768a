package org.attune.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.attune.scheduler.HyperBandTable;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StudySpec;
import org.attune.spec.Trainable;
import org.attune.study.Planner;

/**
 * What a study will do, known before it is run.
 *
 * @param trials how many at most; absent if only a time limit, a target or Ctrl-C ends the study
 * @param brackets of the scheduler, in order; those of one round if the number of trials is open, none without rungs
 * @param files that the study needs, beside the study file
 */
public record Plan(StudySpec spec, OptionalInt trials, List<HyperBandTable.Bracket> brackets, List<Path> files) {

    public static Plan of(Definition definition) {
        StudySpec spec = definition.spec();
        OptionalInt trials = trials(spec);
        return new Plan(spec, trials, brackets(spec, trials), files(spec.trainable(), definition.folder()));
    }

    /** How many trials a study will have; absent if nothing limits their number. */
    public static OptionalInt trials(StudySpec spec) {
        int limit = new Planner(spec).limit();
        return limit == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    /** An option that lets a study go on that has used up its trials; absent if something else than their number ends it. */
    public static Optional<String> moreTrials(StudySpec spec, int trials) {
        return spec.trials().isPresent() && spec.trials().getAsInt() <= trials
                ? Optional.of("--set trials=" + 2 * trials)
                : Optional.empty();
    }

    /** Steps of all trials together, if nothing fails; 0 if they are not known. */
    public long steps() {
        return trials.isEmpty()
                ? 0
                : brackets.stream().mapToLong(HyperBandTable.Bracket::steps).sum();
    }

    private static List<HyperBandTable.Bracket> brackets(StudySpec spec, OptionalInt trials) {
        if (spec.scheduler() instanceof SchedulerSpec.HyperBand hyperBand) {
            HyperBandTable table = HyperBandTable.of(hyperBand);
            return trials.isPresent() ? table.plan(trials.getAsInt()) : table.brackets();
        }
        return List.of();
    }

    private static List<Path> files(Trainable trainable, Path folder) {
        Stream<String> names = Stream.empty();
        if (trainable instanceof Trainable.PythonFunction python) {
            names = Stream.concat(Stream.of(python.file()), python.requirements().stream());
        } else if (trainable instanceof Trainable.Command command) {
            names = command.requirements().stream();
        }
        List<Path> files = new ArrayList<>();
        names.forEach(name -> files.add(folder.resolve(name)));
        return files;
    }
}
