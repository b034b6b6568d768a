package org.attune.head;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import org.attune.engine.slurm.JobEnd;
import org.attune.study.Cause;
import org.attune.tuner.Signal;

/** Why workers are gone, told with the ends of their attempts: what they said when they left, and what Slurm says of their job. Guarded by its runner's lock. */
final class Departures {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int LOOKS = 12;

    private final Object lock;
    private final Roster roster;
    private final ToIntFunction<String> places;
    private final BooleanSupplier isClosed;
    private final BiConsumer<Placed, Signal.AttemptOver> over;
    /** Reasons of those that are about to leave, by their names. */
    private final Map<String, String> leaving = new HashMap<>();

    /**
     * @param places how many the study could have on a worker, by its name
     * @param over told of the end of an attempt, under the lock
     */
    Departures(
            Object lock,
            Roster roster,
            ToIntFunction<String> places,
            BooleanSupplier isClosed,
            BiConsumer<Placed, Signal.AttemptOver> over) {
        this.lock = lock;
        this.roster = roster;
        this.places = places;
        this.isClosed = isClosed;
        this.over = over;
    }

    void leaves(WorkerHandle worker, String reason) {
        leaving.put(worker.name(), reason);
    }

    void gone(WorkerHandle worker) {
        leaving.remove(worker.name());
    }

    /** What became of its job, as far as that is known. */
    Optional<JobEnd> job(WorkerHandle worker) {
        return roster.inquest()
                .found(worker)
                .flatMap(state -> JobEnd.of(
                        worker.grants().labels().getOrDefault(SlurmInquest.LABEL, ""),
                        state,
                        places.applyAsInt(worker.name()),
                        roster.inquest().isShared(worker)));
    }

    /** All parts of it are over: says so, with the reason if a worker's leaving is why. */
    void finished(Placed one) {
        Signal.AttemptOver end = one.end();
        boolean isTheWorkers = one.end == null
                && end.cause() == Cause.PREEMPTED
                && end.message().isEmpty();
        one.culprit()
                .filter(part -> isTheWorkers && part.handle != null && leaving.containsKey(part.worker))
                .ifPresentOrElse(
                        part -> explain(one, part.handle, leaving.get(part.worker), LOOKS),
                        () -> over.accept(one, end));
    }

    /** Slurm may say a moment later why the worker was told to end. */
    private void explain(Placed one, WorkerHandle worker, String why, int looks) {
        if (roster.inquest().isAsking(worker) && looks > 0 && !isClosed.getAsBoolean()) {
            roster.timer().after(LOOK, () -> {
                synchronized (lock) {
                    explain(one, worker, why, looks - 1);
                }
            });
            return;
        }
        Signal.AttemptOver end = one.end();
        String words =
                worker.name() + " left: " + job(worker).map(JobEnd::words).orElse(why);
        over.accept(one, new Signal.AttemptOver(end.trial(), end.attempt(), end.cause(), words, end.exit()));
    }
}
