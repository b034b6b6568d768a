package org.attune.scheduler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * HyperBand (see {@link HyperBandTable}) over many slots.
 *
 * <p>A trial runs until its rung's step and pauses there. When every trial of the rung has its result, the best go on to the next rung, each from where it
 * paused, and the others are stopped; the one whose result was the last goes on without a pause if it is among the best. No slot idles while a rung waits
 * for its last results: it goes to the next bracket. Brackets are served oldest first; one whose next trial is not to
 * begin now is passed over, for one of each size at the most. When only a few trials are left to begin, the last
 * bracket is smaller.
 *
 * <p>A trial that fails takes the worst place of its rung. One whose program ends early keeps its last loss in all the rungs it would have gone on to. Equal losses are
 * ranked by trial number.
 */
public final class HyperBand implements Scheduler {
    private final HyperBandTable table;
    private final List<Bracket> brackets = new ArrayList<>();
    private final Map<Integer, Bracket> bracketOf = new HashMap<>();
    private int limit = Integer.MAX_VALUE;
    private int created;
    private int firstOpen;

    public HyperBand(HyperBandTable table) {
        this.table = table;
    }

    @Override
    public NextStep next(IntPredicate paused, Predicate<NextStep.Start> fits) {
        boolean open = false;
        int left = limit - created;
        int last = brackets.size() + table.brackets().size();
        for (int id = firstOpen; id < brackets.size(); id++) {
            Bracket bracket = brackets.get(id);
            Optional<Integer> promoted = bracket.promoted(paused);
            if (promoted.isPresent()) {
                return new NextStep.Resume(promoted.get());
            }
            if (bracket.room() > 0 && left > 0) {
                NextStep.Start start = new NextStep.Start(id, OptionalInt.of(bracket.until()));
                if (fits.test(start)) {
                    return start;
                }
                left -= bracket.room();
                last = Math.min(last, id + table.brackets().size());
            }
            open |= !bracket.isOver();
        }
        for (int id = brackets.size(); id < last && left > 0; id++) {
            HyperBandTable.Bracket plan = table.sized(id, left);
            NextStep.Start start =
                    new NextStep.Start(id, OptionalInt.of(plan.rungs().get(0).step()));
            if (fits.test(start)) {
                return start;
            }
            left -= plan.trials();
        }
        return open || created < limit ? new NextStep.Wait() : new NextStep.Done();
    }

    @Override
    public OptionalInt until(int trial) {
        return OptionalInt.of(bracketOf.get(trial).until());
    }

    @Override
    public List<Decision> limit(int trials) {
        limit = trials;
        List<Decision> decisions = new ArrayList<>();
        int left = Math.max(0, limit - created);
        for (int id = firstOpen; id < brackets.size(); id++) {
            Bracket bracket = brackets.get(id);
            if (bracket.room() > 0 && bracket.begun() + left > 0) {
                decisions.addAll(bracket.shrink(table.sized(id, bracket.begun() + left)));
                left -= bracket.room();
            } else if (bracket.room() > 0) {
                bracket.close();
            }
        }
        return settled(decisions);
    }

    @Override
    public void created(int trial, int bracket) {
        while (brackets.size() <= bracket) {
            brackets.add(new Bracket(table.sized(brackets.size(), limit - created - room())));
        }
        created++;
        bracketOf.put(trial, brackets.get(bracket));
        brackets.get(bracket).add(trial);
    }

    private int room() {
        return brackets.stream().skip(firstOpen).mapToInt(Bracket::room).sum();
    }

    @Override
    public void resumed(int trial) {
        bracketOf.get(trial).resumed(trial);
    }

    @Override
    public List<Decision> reported(int trial, int step, double loss) {
        return settled(bracketOf.get(trial).reported(trial, step, loss));
    }

    @Override
    public List<Decision> finished(int trial, double loss) {
        return settled(bracketOf.get(trial).ended(trial, loss));
    }

    @Override
    public List<Decision> failed(int trial) {
        return settled(bracketOf.get(trial).ended(trial, Double.POSITIVE_INFINITY));
    }

    @Override
    public List<Decision> cancelled(int trial) {
        return settled(bracketOf.get(trial).cancelled(trial));
    }

    /** Forgets the brackets that are over, so that a call costs the same however many there were. */
    private List<Decision> settled(List<Decision> decisions) {
        while (firstOpen < brackets.size() && brackets.get(firstOpen).isOver()) {
            brackets.set(firstOpen++, null);
        }
        return decisions;
    }
}
