package org.attune.cli.slurm.submit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.cli.Plan;
import org.attune.cli.Words;
import org.attune.study.Attempt;
import org.attune.study.Report;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.study.TrialState;
import org.attune.text.Durations;

/**
 * How long a study is likely to run yet, by what its trials took so far.
 *
 * @param steps that are left
 * @param learntFrom how many steps were taken so far
 * @param seconds that a step took, with its part of the loading of programs
 */
record Forecast(long steps, long learntFrom, double seconds) {

    /** Absent before anything was reported, and where nothing says how many steps there will be. */
    static Optional<Forecast> of(Study study, Plan plan) {
        long taken = 0;
        double seconds = 0;
        for (Trial trial : study.trials()) {
            for (Attempt attempt : trial.attempts()) {
                Optional<Report> last = trial.reports().stream()
                        .filter(report -> report.attempt() == attempt.number())
                        .reduce((one, other) -> other);
                if (last.isPresent()) {
                    taken += last.get().step() - attempt.from();
                    seconds += Duration.between(attempt.started(), last.get().time())
                                    .toMillis()
                            / 1000.0;
                }
            }
        }
        OptionalLong left = taken > 0 && seconds > 0 ? left(study, plan) : OptionalLong.empty();
        return left.isPresent()
                ? Optional.of(new Forecast(Math.max(0, left.getAsLong()), taken, seconds / taken))
                : Optional.empty();
    }

    private static OptionalLong left(Study study, Plan plan) {
        if (plan.trials().isEmpty()) {
            return OptionalLong.empty();
        } else if (plan.steps() > 0) {
            return OptionalLong.of(plan.steps()
                    - study.trials().stream().mapToLong(Trial::step).sum());
        }
        OptionalLong each = each(study, plan);
        long over =
                study.trials().stream().filter(trial -> trial.state().isFinal()).count();
        long halfway = study.trials().stream()
                .filter(trial -> !trial.state().isFinal())
                .mapToLong(Trial::step)
                .sum();
        return each.isEmpty() ? each : OptionalLong.of((plan.trials().getAsInt() - over) * each.getAsLong() - halfway);
    }

    /** Steps of a trial that comes to its end. */
    private static OptionalLong each(Study study, Plan plan) {
        if (plan.spec().stop().step().isPresent()) {
            return OptionalLong.of(plan.spec().stop().step().getAsInt());
        }
        double mean = study.trials().stream()
                .filter(trial -> trial.state() == TrialState.COMPLETED)
                .mapToInt(Trial::step)
                .average()
                .orElse(0);
        return mean > 0 ? OptionalLong.of(Math.round(mean)) : OptionalLong.empty();
    }

    Duration time(int parallel) {
        return Duration.ofMillis((long) (steps * seconds * 1000 / Math.max(1, parallel)));
    }

    /**
     * For people.
     *
     * @param parallel trials at once
     * @param limit time of all allocations; zero if that is not known
     * @param start of the first one
     */
    String text(int parallel, Duration limit, Optional<Instant> start) {
        if (steps == 0) {
            return "nothing: all steps that were planned are done";
        }
        Duration time = time(parallel);
        String text = "some " + Durations.text(time) + " of running, " + Words.count(steps, "step") + " of "
                + Durations.text(Duration.ofMillis((long) (seconds * 1000))) + ", as " + learntFrom + " took so far";
        if (!limit.isZero() && time.compareTo(limit) > 0) {
            return text + ": more than the " + Durations.text(limit) + " that are asked for";
        }
        return text
                + start.map(begin -> ": over by " + SlurmGround.shown(begin.plus(time)))
                        .orElse("");
    }
}
