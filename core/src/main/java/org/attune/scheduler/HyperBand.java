package org.attune.scheduler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * HyperBand (see {@link HyperBandTable}) over many slots.
 *
 * <p>A trial runs until its rung's step and pauses there. When every trial of the rung has its result, the best go on to the next rung, each from where it
 * paused, and the others are stopped; the one whose result was the last goes on without a pause if it is among the best. No slot idles while a rung waits
 * for its last results: it goes to the next bracket. Brackets are served oldest first. When only a few trials are left to begin, the last bracket is smaller.
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
    public NextStep next(IntPredicate paused) {
        boolean open = false;
        for (int id = firstOpen; id < brackets.size(); id++) {
            Bracket bracket = brackets.get(id);
            Optional<Integer> promoted = bracket.promoted(paused);
            if (promoted.isPresent()) {
                return new NextStep.Resume(promoted.get());
            }
            if (!bracket.isFull() && created < limit) {
                return new NextStep.Start(id, OptionalInt.of(bracket.until()));
            }
            open |= !bracket.isOver();
        }
        if (created < limit) {
            int step =
                    table.sized(brackets.size(), limit - created).rungs().get(0).step();
            return new NextStep.Start(brackets.size(), OptionalInt.of(step));
        }
        return open ? new NextStep.Wait() : new NextStep.Done();
    }

    @Override
    public OptionalInt until(int trial) {
        return OptionalInt.of(bracketOf.get(trial).until());
    }

    @Override
    public List<Decision> limit(int trials) {
        limit = trials;
        int last = brackets.size() - 1;
        if (last < firstOpen || brackets.get(last).isFull()) {
            return List.of();
        }
        // Only the newest bracket can have room: the oldest with room is filled first.
        Bracket bracket = brackets.get(last);
        int room = Math.max(0, limit - created);
        return settled(bracket.shrink(table.sized(last, bracket.begun() + room)));
    }

    @Override
    public void created(int trial, int bracket) {
        if (bracket == brackets.size()) {
            brackets.add(new Bracket(table.sized(bracket, limit - created)));
        }
        created++;
        bracketOf.put(trial, brackets.get(bracket));
        brackets.get(bracket).add(trial);
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
