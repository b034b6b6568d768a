package org.attune.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import org.attune.space.Configuration;
import org.attune.space.derived.UnderivableException;
import org.attune.spec.StudySpec;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Next;
import org.attune.study.Planner;
import org.attune.study.Study;
import org.attune.study.Trial;

/**
 * Runs a study to its end in virtual time, on any number of simulated workers. A trial that was paused continues from its
 * last step. The same arguments give the same events.
 */
public final class Simulation {

    /** The next step of a running trial will be done at {@code seconds}. {@code order}: ties go to the one that began first. */
    private record Pending(double seconds, long order, int trial, int attempt, SimulatedObjective.Step step)
            implements Comparable<Pending> {
        @Override
        public int compareTo(Pending other) {
            int byTime = Double.compare(seconds, other.seconds);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final Planner planner;
    private final SimulatedObjective objective;
    private final int workers;
    private final PriorityQueue<Pending> pending = new PriorityQueue<>();
    private final List<Event> events = new ArrayList<>();
    private double now;
    private long order;

    private Simulation(Planner planner, SimulatedObjective objective, int workers) {
        this.planner = planner;
        this.objective = objective;
        this.workers = workers;
    }

    /**
     * A finished simulation.
     *
     * @param seconds virtual time that it took
     * @param events all that happened, in order
     */
    public record Result(Study study, double seconds, List<Event> events) {}

    /**
     * Simulates a study.
     *
     * @param spec must limit the number of trials, or have a target that is reached: else this does not end
     * @param workers how many trials run at once, at least 1
     */
    public static Result run(StudySpec spec, SimulatedObjective objective, int workers) {
        return run(new Planner(spec), objective, workers);
    }

    /** As {@link #run(StudySpec, SimulatedObjective, int)}, with a new planner of the caller's, for samplers of its own. */
    public static Result run(Planner planner, SimulatedObjective objective, int workers) {
        Simulation simulation = new Simulation(planner, objective, workers);
        simulation.run();
        return new Result(simulation.planner.study(), simulation.now, List.copyOf(simulation.events));
    }

    private void run() {
        fill();
        while (!pending.isEmpty() && planner.reasonToEnd().isEmpty()) {
            Pending next = pending.remove();
            now = next.seconds();
            done(next);
            fill();
        }
    }

    private void fill() {
        while (planner.study().running().size() < workers && planner.next("simulated") instanceof Next.Begin begin) {
            begin.created().ifPresent(this::accept);
            accept(begin.started());
            schedule(planner.study().trial(begin.started().trial()));
        }
    }

    private void schedule(Trial trial) {
        Configuration configuration;
        try {
            configuration = planner.configuration(trial);
        } catch (UnderivableException e) {
            end(trial, trial.attempts().size(), Cause.ERROR);
            return;
        }
        SimulatedObjective.Step step = objective.step(configuration, trial.step() + 1);
        pending.add(new Pending(
                now + step.seconds(), order++, trial.id(), trial.attempts().size(), step));
    }

    private void done(Pending done) {
        Trial trial = planner.study().trial(done.trial());
        if (done.step().crash()) {
            end(trial, done.attempt(), Cause.ERROR);
            return;
        }
        accept(new Event.Reported(
                trial.id(),
                done.attempt(),
                trial.lastReport() + 1,
                trial.step() + 1,
                done.step().metrics(),
                Optional.of("checkpoint")));
        if (trial.verdict().isPresent()) {
            end(trial, done.attempt(), trial.verdict().get().cause());
        } else if (done.step().end()) {
            end(trial, done.attempt(), Cause.FINISHED);
        } else {
            schedule(trial);
        }
    }

    private void end(Trial trial, int attempt, Cause cause) {
        accept(new Event.AttemptEnded(trial.id(), attempt, cause, "", OptionalInt.empty()));
    }

    private void accept(Event event) {
        events.add(event);
        events.addAll(planner.accept(event, Instant.ofEpochMilli(Math.round(now * 1000))));
    }
}
