package org.attune.tuner;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.attune.study.Cause;
import org.attune.study.Trial;

/**
 * Trials that wait before they go on: those that were interrupted again and again without a report in between, the longer the more often. What
 * happened in another run of the study does not count: people may have put right what was wrong.
 */
final class Rests {
    private static final int MOST_KILLS = 3;
    private static final long LONGEST_SECONDS = 60;

    /** What befell a trial since its last report. */
    private record Row(int reports, int interruptions, int kills) {
        Row another(boolean killed) {
            return new Row(reports, interruptions + 1, killed ? kills + 1 : 0);
        }
    }

    private final Map<Integer, Row> rows = new HashMap<>();
    private final Set<Integer> resting = new HashSet<>();

    boolean isResting(int trial) {
        return resting.contains(trial);
    }

    /** Whether something else than Attune killed the trial's process so often that the trial itself must be the reason. */
    boolean isKilledAgainAndAgain(Trial trial, Signal.AttemptOver signal) {
        return isKill(signal) && row(trial).another(true).kills() >= MOST_KILLS;
    }

    /** Takes note of an interruption; how long the trial rests now: not at all, then 1, 2, 4, ... seconds. */
    Duration interrupted(Trial trial, Signal.AttemptOver signal) {
        Row row = row(trial).another(isKill(signal));
        rows.put(trial.id(), row);
        if (row.interruptions() == 1) {
            return Duration.ZERO;
        }
        resting.add(trial.id());
        return Duration.ofSeconds(Math.min(LONGEST_SECONDS, 1L << Math.min(30, row.interruptions() - 2)));
    }

    void wake(int trial) {
        resting.remove(trial);
    }

    /** The trial ended in another way. */
    void forget(int trial) {
        rows.remove(trial);
    }

    private Row row(Trial trial) {
        int reports = trial.reports().size();
        Row row = rows.get(trial.id());
        return row == null || row.reports() < reports ? new Row(reports, 0, 0) : row;
    }

    private static boolean isKill(Signal.AttemptOver signal) {
        return signal.cause() == Cause.PREEMPTED
                && signal.exit().isPresent()
                && signal.message().startsWith("killed ");
    }
}
