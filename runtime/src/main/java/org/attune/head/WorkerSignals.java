package org.attune.head;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;

/** What workers signal of a study's attempts: which of it counts, and who is told. Guarded by its runner's lock. */
final class WorkerSignals {
    private final Attempts attempts;
    private final Adopting adopting;
    private final Draining draining;
    private final Consumer<Signal> told;

    /** @param told of what counts and is no end */
    WorkerSignals(Attempts attempts, Adopting adopting, Draining draining, Consumer<Signal> told) {
        this.attempts = attempts;
        this.adopting = adopting;
        this.draining = draining;
        this.told = told;
    }

    void hear(WorkerHandle worker, Signal signal) {
        if (signal instanceof Signal.Placed placed) {
            hear(worker, attempts.key(placed.trial(), placed.attempt()), signal);
        } else if (signal instanceof Signal.Reported reported) {
            hear(worker, attempts.key(reported.trial(), reported.attempt()), signal);
        } else if (signal instanceof Signal.AttemptOver over) {
            hear(worker, attempts.key(over.trial(), over.attempt()), signal);
        }
    }

    private void hear(WorkerHandle worker, AttemptKey key, Signal signal) {
        Placed one = attempts.find(key).orElse(null);
        Part part = one == null ? null : one.on(worker).orElse(null);
        if (part == null || part.isFenced) {
            adopting.hearOfUnknown(worker, key, signal);
        } else if (part.isOver()) {
            return; // said again, as it was not forgotten yet
        } else if (signal instanceof Signal.AttemptOver over) {
            attempts.over(one, part, over);
        } else if (part.rank == 0) {
            draining.heard(one, signal);
            told.accept(signal instanceof Signal.Placed placed ? one.withKind(placed) : signal);
        } else if (signal instanceof Signal.Reported report) {
            attempts.order(
                    part,
                    new Command.Answer(
                            key.trial(), key.attempt(), report.report(), Optional.empty(), OptionalInt.empty()));
        }
    }
}
