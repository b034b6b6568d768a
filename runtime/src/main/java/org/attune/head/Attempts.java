package org.attune.head;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.attune.study.Cause;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;
import org.attune.wire.ToWorker;

/**
 * The attempts of a study that have a place, and how each comes to its one end. One on several workers is over when all its parts are: the first that fails or is lost has the others
 * ended. Guarded by its runner's lock.
 */
final class Attempts {
    private final Object lock;
    private final String study;
    private final Holdings holdings;
    private final Consumer<Placed> finished;
    private final Map<AttemptKey, Placed> attempts = new LinkedHashMap<>();

    /**
     * @param study its id
     * @param finished told of each that is over
     */
    Attempts(Object lock, String study, Holdings holdings, Consumer<Placed> finished) {
        this.lock = lock;
        this.study = study;
        this.holdings = holdings;
        this.finished = finished;
    }

    AttemptKey key(int trial, int attempt) {
        return new AttemptKey(study, trial, attempt);
    }

    void add(Placed one) {
        attempts.put(one.key, one);
    }

    Optional<Placed> find(AttemptKey key) {
        return Optional.ofNullable(attempts.get(key));
    }

    /** One that is not over. */
    Optional<Placed> running(int trial, int attempt) {
        return find(key(trial, attempt)).filter(one -> !one.isOver);
    }

    Collection<Placed> running() {
        return attempts.values().stream().filter(one -> !one.isOver).toList();
    }

    boolean isAnyExpected() {
        return attempts.values().stream().anyMatch(Placed::isExpected);
    }

    void answer(Command.Answer answer) {
        running(answer.trial(), answer.attempt()).ifPresent(one -> {
            one.isTold |= answer.verdict().isPresent();
            order(one.parts.get(0), answer);
        });
    }

    void forget(Command.Forget forget) {
        find(key(forget.trial(), forget.attempt())).filter(one -> one.isOver).ifPresent(one -> {
            attempts.remove(one.key);
            one.parts.stream().filter(part -> !part.isFenced).forEach(part -> order(part, forget));
        });
    }

    void end(Placed one, Command.End end) {
        if (one.end == null || end.now()) {
            one.end = end;
        }
        one.isTold = true;
        boolean notBegun = one.start != null && one.launches == null;
        if (notBegun || (one.isExpected() && end.now())) {
            giveUp(one, notBegun ? Cause.PREEMPTED : Cause.NODE_LOST, "it was ended before its workers were there");
        } else {
            one.running().forEach(part -> order(part, end));
        }
    }

    /** Its worker is lost, or has lost it: nothing more of it counts. */
    void lost(Placed one, Part part, String message) {
        lost(one, part, Cause.NODE_LOST, message);
    }

    void lost(Placed one, Part part, Cause cause, String message) {
        part.isFenced = true;
        over(
                one,
                part,
                new Signal.AttemptOver(one.key.trial(), one.key.attempt(), cause, message, OptionalInt.empty()));
    }

    void over(Placed one, Part part, Signal.AttemptOver how) {
        boolean endOthers = one.over(part, how);
        if (one.running().isEmpty()) {
            finish(one);
        } else if (endOthers && one.end == null) {
            end(one, new Command.End(one.key.trial(), one.key.attempt(), false));
        }
    }

    void giveUp(Placed one, String message) {
        giveUp(one, Cause.NODE_LOST, message);
    }

    /** Ends it here, whatever it does there. */
    private void giveUp(Placed one, Cause cause, String message) {
        if (one.isOver) {
            return;
        }
        for (Part part : one.running()) {
            part.isFenced = true;
            order(part, new Command.End(one.key.trial(), one.key.attempt(), true));
            one.over(
                    part,
                    new Signal.AttemptOver(one.key.trial(), one.key.attempt(), cause, message, OptionalInt.empty()));
        }
        finish(one);
    }

    private void finish(Placed one) {
        one.isOver = true;
        one.giveUp.run();
        holdings.ended(one.place, one.leases);
        lock.notifyAll();
        finished.accept(one);
    }

    /** Ends all at once, and waits for that, but no longer than so. */
    void endAll(long nanos) {
        running().forEach(one -> end(one, new Command.End(one.key.trial(), one.key.attempt(), true)));
        awaitEnds(nanos);
        running().forEach(one -> giveUp(one, "the study was closed, and its worker did not answer"));
    }

    private void awaitEnds(long nanos) {
        long until = System.nanoTime() + nanos;
        try {
            while (!running().isEmpty()) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void order(Part part, Command command) {
        if (part.handle != null) {
            send(part.handle, command);
        }
    }

    void send(WorkerHandle worker, Command command) {
        worker.send(new ToWorker.Order(study, command));
    }

    /** Nothing of it is wanted there. */
    void turnAway(WorkerHandle worker, AttemptKey key, boolean isOver) {
        send(
                worker,
                isOver
                        ? new Command.Forget(key.trial(), key.attempt())
                        : new Command.End(key.trial(), key.attempt(), true));
    }
}
