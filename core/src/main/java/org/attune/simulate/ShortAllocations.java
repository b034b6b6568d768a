package org.attune.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import org.attune.spec.StudySpec;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Next;
import org.attune.study.Planner;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.timeleft.HeldBack;
import org.attune.timeleft.Margin;
import org.attune.timeleft.Need;
import org.attune.timeleft.Needs;
import org.attune.timeleft.Span;

/**
 * A study in virtual time that runs in one allocation after the other. What runs at the end of one is lost from its last checkpoint on. The same arguments give the same events.
 */
public final class ShortAllocations {

    /**
     * @param slots trials that run at once
     * @param length seconds of an allocation
     * @param load seconds that a program takes before its first step
     * @param saves steps from one checkpoint to the next; trials save where they are decided on, too
     * @param knows whether anything looks at the time that is left
     */
    public record Setting(int slots, double length, double load, int saves, boolean knows) {}

    /**
     * Slot seconds.
     *
     * @param used of all allocations, each up to where nothing was left to do in it
     * @param lost of work that was done and is not kept
     * @param idle in which something waited that did not fit, or nothing may run any more
     * @param allocations how many there were
     */
    public record Result(Study study, double used, double lost, double idle, int allocations) {

        /** Which part of the time that was used came to nothing at the ends of allocations, from 0 to 1. */
        public double wasted() {
            return (lost + idle) / used;
        }
    }

    /** A running trial's next report. */
    private record Pending(double at, long order, int trial, int attempt, SimulatedObjective.Step step)
            implements Comparable<Pending> {
        @Override
        public int compareTo(Pending other) {
            int byTime = Double.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private static final String WORKER = "simulated";

    private final Planner planner;
    private final SimulatedObjective objective;
    private final Setting setting;
    private final Needs needs;
    private final HeldBack held = new HeldBack();
    private final PriorityQueue<Pending> pending = new PriorityQueue<>();
    /** Since when what a running trial does is not kept. */
    private final Map<Integer, Double> kept = new HashMap<>();
    /** That a running trial is at: one that goes on from an older checkpoint repeats some. */
    private final Map<Integer, Integer> steps = new HashMap<>();

    private double now;
    private double begun;
    private long order;
    private double used;
    private double lost;
    private double idle;
    private int allocations;

    private ShortAllocations(StudySpec spec, SimulatedObjective objective, Setting setting) {
        this.planner = new Planner(spec);
        this.objective = objective;
        this.setting = setting;
        this.needs = new Needs(spec.space(), worker -> "");
    }

    /** @param spec must limit the number of trials */
    public static Result run(StudySpec spec, SimulatedObjective objective, Setting setting) {
        ShortAllocations simulation = new ShortAllocations(spec, objective, setting);
        boolean isMore = true;
        while (isMore) {
            simulation.allocations++;
            isMore = simulation.runOne();
        }
        return new Result(
                simulation.planner.study(), simulation.used, simulation.lost, simulation.idle, simulation.allocations);
    }

    /** @return whether another one is needed */
    private boolean runOne() {
        begun = now;
        boolean isMore = fill();
        while (!pending.isEmpty() && pending.peek().at() <= end()) {
            pass(pending.peek().at());
            report(pending.remove());
            isMore = fill();
        }
        if (!pending.isEmpty()) {
            pass(end());
            interruptAll();
            isMore = true;
        }
        used += setting.slots() * (now - begun);
        return isMore && planner.reasonToEnd().isEmpty();
    }

    private double end() {
        return begun + setting.length();
    }

    private Duration margin() {
        Duration whole = seconds(setting.length());
        return Margin.of(whole, Optional.of(Duration.ZERO), planner.spec().grace(), needs.areSaved())
                .pause();
    }

    private Span span() {
        return new Span(
                seconds(end() - now).minus(margin()), seconds(setting.length()).minus(margin()));
    }

    private void pass(double to) {
        int free = setting.slots() - planner.study().running().size();
        int trials = planner.study().trials().size();
        int waiting = held.has(trials) ? held.count() - 1 + planner.limit() - trials : held.count();
        idle += (to - now) * Math.min(free, waiting);
        now = to;
    }

    /** @return whether something waits, or runs */
    private boolean fill() {
        while (planner.reasonToEnd().isEmpty()) {
            held.clear();
            boolean isFull = planner.study().running().size() == setting.slots();
            Next next = isFull ? new Next.Wait() : planner.next(WORKER, trial -> false, this::fits);
            if (!(next instanceof Next.Begin begin)) {
                return !(next instanceof Next.Done);
            }
            begin.created().ifPresent(this::accept);
            accept(begin.started());
            kept.put(begin.started().trial(), now);
            schedule(
                    planner.study().trial(begin.started().trial()),
                    setting.load(),
                    begin.started().from());
        }
        return false;
    }

    private boolean fits(Next.Begin begin) {
        if (!setting.knows()) {
            return true;
        }
        Optional<Need> need = needs.toBegin(begin, planner.study());
        boolean fits = span().fits(need);
        if (!fits) {
            held.add(begin.started().trial(), need.orElse(Need.UNKNOWN), span());
        }
        return fits;
    }

    private void schedule(Trial trial, double load, int step) {
        SimulatedObjective.Step next = objective.step(planner.configuration(trial), step + 1);
        pending.add(new Pending(
                now + load + next.seconds(),
                order++,
                trial.id(),
                trial.attempts().size(),
                next));
        steps.put(trial.id(), step + 1);
    }

    private void report(Pending done) {
        Trial trial = planner.study().trial(done.trial());
        int step = steps.get(trial.id());
        OptionalInt until = planner.until(trial);
        boolean saves = step % setting.saves() == 0 || (until.isPresent() && step >= until.getAsInt());
        if (step > trial.step()) {
            accept(new Event.Reported(
                    trial.id(),
                    done.attempt(),
                    trial.lastReport() + 1,
                    step,
                    done.step().metrics(),
                    saves ? Optional.of("checkpoint") : Optional.empty()));
        }
        if (saves) {
            kept.put(trial.id(), now);
        }
        if (trial.verdict().isPresent()) {
            end(trial, trial.verdict().get().cause());
        } else if (done.step().end()) {
            end(trial, Cause.FINISHED);
        } else if (setting.knows() && isTimeUp(trial)) {
            end(trial, Cause.PREEMPTED);
        } else {
            schedule(trial, 0, step);
        }
    }

    private boolean isTimeUp(Trial trial) {
        return needs.toGoOn(trial, planner.until(trial))
                .filter(need -> !span().fits(Optional.of(need)))
                .isPresent();
    }

    private void interruptAll() {
        pending.clear();
        for (int trial : List.copyOf(planner.study().running())) {
            lost += now - kept.get(trial);
            end(planner.study().trial(trial), Cause.PREEMPTED);
        }
    }

    private void end(Trial trial, Cause cause) {
        accept(new Event.AttemptEnded(trial.id(), trial.attempts().size(), cause, "", OptionalInt.empty()));
    }

    private void accept(Event event) {
        Instant time = Instant.ofEpochMilli(Math.round(now * 1000));
        List<Event> all = planner.acceptAll(List.of(event), time);
        needs.learn(planner.study(), all, time);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
