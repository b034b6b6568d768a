package org.attune.cli.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.attune.scheduler.HyperBandTable;
import org.attune.spec.Objective;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StudySpec;
import org.attune.study.Trial;

/** Counts the results at each step at which trials are compared, and the steps done of all that are planned. One thread uses it at a time. */
final class Rungs {
    private final Objective objective;
    private final TreeMap<Integer, Level> levels = new TreeMap<>();
    private final Map<Integer, Integer> stepOf = new HashMap<>();
    /** First rung of each bracket of a round. */
    private final List<Integer> firstRungs = new ArrayList<>();

    private final long planned;
    private long done;

    private static final class Level {
        private int expected;
        private int results;
        private double best = Double.NaN;
    }

    Rungs(StudySpec spec, OptionalInt trials) {
        objective = spec.objective();
        long steps = 0;
        if (spec.scheduler() instanceof SchedulerSpec.HyperBand hyperBand) {
            HyperBandTable table = HyperBandTable.of(hyperBand);
            table.brackets()
                    .forEach(bracket -> firstRungs.add(bracket.rungs().get(0).step()));
            Collection<HyperBandTable.Bracket> plan =
                    trials.isPresent() ? table.plan(trials.getAsInt()) : table.brackets();
            for (HyperBandTable.Bracket bracket : plan) {
                bracket.rungs()
                        .forEach(rung -> levels.computeIfAbsent(rung.step(), step -> new Level()).expected +=
                                trials.isPresent() ? rung.trials() : 0);
                steps += trials.isPresent() ? bracket.steps() : 0;
            }
        }
        planned = steps;
    }

    void reported(Trial of, int step, double value) {
        int trial = of.id();
        Integer before = stepOf.put(trial, step);
        int from = before == null ? 0 : before;
        done += step - from;
        // A trial counts at the rungs of its own bracket alone: it passes the lower ones by.
        int lowest = firstRungs.isEmpty() ? 0 : firstRungs.get(of.bracket() % firstRungs.size());
        if (step < lowest) {
            return;
        }
        for (Level level :
                levels.subMap(Math.max(from, lowest - 1), false, step, true).values()) {
            level.results++;
            if (Double.isNaN(level.best) || objective.loss(value) < objective.loss(level.best)) {
                level.best = value;
            }
        }
    }

    /** The step at which a trial that was not stopped at its last rung is looked at next. */
    OptionalInt next(int step) {
        Integer rung = levels.ceilingKey(step);
        return rung == null ? OptionalInt.empty() : OptionalInt.of(rung);
    }

    /** Share of the planned steps that are done; 0 without a plan. */
    double share() {
        return planned == 0 ? 0 : Math.min(1, (double) done / planned);
    }

    List<Snapshot.Rung> list() {
        List<Snapshot.Rung> list = new ArrayList<>();
        levels.forEach((step, level) -> list.add(new Snapshot.Rung(
                step,
                level.results,
                level.expected == 0 ? OptionalInt.empty() : OptionalInt.of(level.expected),
                level.best)));
        return list;
    }
}
