package org.attune.cli.live;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.attune.study.Event;
import org.attune.study.Study;
import org.attune.study.Trial;

/**
 * Which of the reports that make a new best are worth a line: the first of an attempt, each that is better by a tenth than what was told last, and
 * the best of all when its attempt ends. One that trains for long would fill a log otherwise.
 */
final class BestLines {
    private static final double NOTABLY = 0.1;

    private final Set<Integer> toldOf = new HashSet<>();
    private double told = Double.NaN;

    Optional<String> reported(Study study, Event.Reported reported) {
        Trial trial = study.trial(reported.trial());
        boolean isNewBest = leads(study, trial) && trial.best().orElseThrow().step() == reported.step();
        if (!isNewBest) {
            return Optional.empty();
        }
        boolean notably = !(Math.abs(trial.bestValue() - told) < NOTABLY * Math.abs(told));
        return toldOf.add(trial.id()) || notably ? tell(study, trial) : Optional.empty();
    }

    /** To be said before the end of the attempt is. */
    Optional<String> ended(Study study, Event.AttemptEnded ended) {
        Trial trial = study.trial(ended.trial());
        boolean silent = toldOf.remove(trial.id()) && leads(study, trial) && trial.bestValue() != told;
        return silent ? tell(study, trial) : Optional.empty();
    }

    private Optional<String> tell(Study study, Trial trial) {
        told = trial.bestValue();
        return Optional.of(EventWords.best(study, trial));
    }

    private static boolean leads(Study study, Trial trial) {
        return study.best().filter(leader -> leader == trial).isPresent();
    }
}
