package org.attune.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** One run through successive halving: trials that climb the rungs of a bracket together. */
final class Bracket {

    /** What a trial brought to its rung. {@code ended}: its program is over, it cannot go on. */
    private record Result(int trial, int step, double loss, boolean ended) {}

    private HyperBandTable.Bracket plan;
    private int begun;
    private int rung;
    /** Trials of the current rung that have no result yet. */
    private final Set<Integer> pending = new LinkedHashSet<>();

    /** Results of the current rung, by trial. */
    private final Map<Integer, Result> results = new LinkedHashMap<>();
    /** Trials that were let into the current rung and have not gone on yet, best first. */
    private final Set<Integer> promoted = new LinkedHashSet<>();

    private boolean over;

    Bracket(HyperBandTable.Bracket plan) {
        this.plan = plan;
    }

    private boolean isFull() {
        return begun == plan.trials();
    }

    /** How many more trials are to begin in it. */
    int room() {
        return over ? 0 : plan.trials() - begun;
    }

    boolean isOver() {
        return over;
    }

    int begun() {
        return begun;
    }

    /** Step at which the current rung decides. */
    int until() {
        return plan.rungs().get(rung).step();
    }

    Optional<Integer> promoted(IntPredicate paused) {
        return promoted.stream().filter(paused::test).findFirst();
    }

    void add(int trial) {
        begun++;
        pending.add(trial);
    }

    void resumed(int trial) {
        promoted.remove(trial);
    }

    /** None will begin in it. */
    void close() {
        over = true;
    }

    /** Fewer trials will begin in it than it was made for. */
    List<Decision> shrink(HyperBandTable.Bracket smaller) {
        plan = smaller;
        List<Decision> decisions = new ArrayList<>();
        advance(-1, decisions);
        return decisions;
    }

    List<Decision> reported(int trial, int step, double loss) {
        if (!pending.contains(trial) || step < until()) {
            return List.of();
        }
        return settle(new Result(trial, step, loss, false));
    }

    List<Decision> ended(int trial, double loss) {
        return pending.contains(trial) ? settle(new Result(trial, Integer.MAX_VALUE, loss, true)) : List.of();
    }

    List<Decision> cancelled(int trial) {
        List<Decision> decisions = new ArrayList<>();
        results.remove(trial);
        pending.remove(trial);
        promoted.remove(trial);
        advance(-1, decisions);
        return decisions;
    }

    private List<Decision> settle(Result result) {
        List<Decision> decisions = new ArrayList<>();
        observe(result, decisions);
        advance(result.trial(), decisions);
        boolean waits = results.containsKey(result.trial()) && !result.ended() && !isLast();
        if (waits) {
            decisions.add(new Decision.Pause(result.trial()));
        }
        return decisions;
    }

    private void observe(Result result, List<Decision> decisions) {
        decisions.add(new Decision.Observe(result.trial(), until(), result.loss()));
        pending.remove(result.trial());
        results.put(result.trial(), result);
        if (isLast() && !result.ended()) {
            decisions.add(new Decision.Complete(result.trial()));
        }
    }

    /** Closes the current rung if it is whole, and those above that are whole by then. {@code running}: the trial whose report is being judged. */
    private void advance(int running, List<Decision> decisions) {
        while (!over && isFull() && pending.isEmpty()) {
            if (isLast()) {
                over = true;
            } else {
                promote(running, decisions);
            }
        }
    }

    private void promote(int running, List<Decision> decisions) {
        int places = plan.rungs().get(rung + 1).trials();
        List<Result> ranked = new ArrayList<>(results.values());
        ranked.sort(Comparator.comparingDouble(Result::loss).thenComparingInt(Result::trial));
        results.clear();
        promoted.clear();
        rung++;
        for (int place = 0; place < ranked.size(); place++) {
            Result result = ranked.get(place);
            if (place < places && result.loss() < Double.POSITIVE_INFINITY) {
                enter(result, running, decisions);
            } else if (!result.ended()) {
                decisions.add(new Decision.Stop(result.trial()));
            }
        }
        over = pending.isEmpty() && results.isEmpty();
    }

    /** Lets a trial into the current rung: to be trained on, or with the result it has if that is as good as it gets or counts here too. */
    private void enter(Result result, int running, List<Decision> decisions) {
        if (result.ended()) {
            results.put(result.trial(), result);
        } else if (result.step() >= until()) {
            observe(result, decisions);
        } else {
            pending.add(result.trial());
            if (result.trial() != running) {
                promoted.add(result.trial());
            }
        }
    }

    private boolean isLast() {
        return rung == plan.rungs().size() - 1;
    }
}
