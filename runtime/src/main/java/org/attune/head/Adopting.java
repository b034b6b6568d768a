package org.attune.head;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;
import org.attune.wire.ToHead;

/**
 * Attempts that workers bring along when they join: those that a former head started, which are adopted when the study says that it goes on with them, and those of this head, of which
 * is said again what got lost with the link. Guarded by its runner's lock.
 *
 * <p>What a worker has is known by what it is, its study, trial, attempt and rank, of which there is one in all the world. Names of workers, of which another may have had the same, count
 * only for attempts of which nobody has ever heard that they run: those are given up soon when workers of their names are back without them.
 */
final class Adopting {
    /** Another worker that had the same name may be a little later. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Object lock;
    private final Claimant places;
    private final Holdings holdings;
    private final Attempts attempts;
    private final Terms terms;
    private final Timer timer;
    private final Finds finds = new Finds();
    /** Workers that have said what they brought along, and the name that each had with a former head. Several may have had one, one after the other. */
    private final Map<WorkerHandle, String> former = new HashMap<>();

    private boolean isOpening = true;

    Adopting(Object lock, Claimant places, Holdings holdings, Attempts attempts, Terms terms, Timer timer) {
        this.lock = lock;
        this.places = places;
        this.holdings = holdings;
        this.attempts = attempts;
        this.terms = terms;
        this.timer = timer;
    }

    /** Until {@link #opened} nobody knows what the study wants. */
    boolean isOpening() {
        return isOpening;
    }

    /** All that the study wants of what a former head started is known now. */
    void opened() {
        if (isOpening) {
            isOpening = false;
            finds.takeAll().forEach(this::turnAway);
        }
    }

    /** @param name that it had with a former head, or empty */
    void joined(WorkerHandle worker, String name, Collection<ToHead.Known> all) {
        if (isOpening || attempts.isAnyExpected()) {
            former.putIfAbsent(worker, name);
        } else {
            former.clear();
        }
        Map<AttemptKey, ToHead.Known> known = all.stream()
                .collect(Collectors.toMap(
                        ToHead.Known::key, Function.identity(), (one, same) -> one, LinkedHashMap::new));
        for (Placed one : attempts.running()) {
            reconcile(one, worker, known.get(one.key));
            if (one.awaited().anyMatch(worker.name()::equals)) {
                giveUpUnlessFound(one);
            }
        }
        for (ToHead.Known one : known.values()) {
            if (isOpening && attempts.find(one.key()).isEmpty() && !finds.has(worker, one.key())) {
                finds.add(worker, one, places.occupy(List.of(part(worker, one))));
            }
        }
    }

    void lost(WorkerHandle worker) {
        finds.lost(worker).forEach(find -> places.release(find.lease()));
    }

    /**
     * The study goes on with it.
     *
     * @param heard told what was heard of it meanwhile
     */
    void expect(Command.Expect expect, Hearing heard) {
        Placed one = new Placed(attempts.key(expect.trial(), expect.attempt()), expect);
        holdings.start("");
        attempts.add(one);
        List<Finds.Find> found = finds.take(one.key);
        for (Finds.Find find : found) {
            one.expected(find.known().rank())
                    .ifPresentOrElse(part -> adopt(one, part, find.worker(), find.lease()), () -> turnAway(find));
        }
        if (one.isExpected()) {
            one.giveUp = timer.after(terms.returning(), () -> notFound(one));
            giveUpUnlessFound(one);
        }
        found.forEach(find -> find.signals().forEach(signal -> heard.hear(find.worker(), signal)));
    }

    /** Takes what a worker says of an attempt. */
    interface Hearing {
        void hear(WorkerHandle worker, Signal signal);
    }

    /** Something happened to an attempt that has no place by the books. */
    void hearOfUnknown(WorkerHandle worker, AttemptKey key, Signal signal) {
        if (finds.has(worker, key)) {
            finds.hear(worker, key, signal);
        } else {
            attempts.turnAway(worker, key, signal instanceof Signal.AttemptOver);
        }
    }

    private static Lease.Part part(WorkerHandle worker, ToHead.Known known) {
        String gpus = known.placement().map(placement -> placement.gpus()).orElse("");
        return new Lease.Part(worker.name(), gpus.isEmpty() ? List.of() : List.of(gpus.split(",")));
    }

    private void turnAway(Finds.Find find) {
        places.release(find.lease());
        attempts.turnAway(find.worker(), find.known().key(), find.isOver());
    }

    /** Of what a former head decided, but did not come to say, no worker knows. */
    private void giveUpUnlessFound(Placed one) {
        if (isUnknown(one)) {
            timer.after(SOON, () -> {
                synchronized (lock) {
                    if (isUnknown(one)) {
                        attempts.giveUp(
                                one, one.place + " came back after the head started again, and knows nothing of it");
                    }
                }
            });
        }
    }

    private boolean isUnknown(Placed one) {
        return one.isExpected() && !one.began && one.awaited().allMatch(this::isBack);
    }

    /** Whether it is certain who had that name, and that it is here. */
    private boolean isBack(String name) {
        List<WorkerHandle> all = former.keySet().stream()
                .filter(worker -> former.get(worker).equals(name))
                .toList();
        return all.size() == 1 && all.get(0).name().equals(name);
    }

    private void notFound(Placed one) {
        synchronized (lock) {
            if (one.isExpected()) {
                attempts.giveUp(
                        one,
                        one.place + " did not come back within "
                                + terms.returning().toSeconds() + " s after the head started again");
            }
        }
    }

    private void adopt(Placed one, Part part, WorkerHandle worker, Lease lease) {
        part.handle = worker;
        part.worker = worker.name();
        one.leases.add(lease);
        places.mark(lease, one.key.trial());
        if (!one.isExpected()) {
            one.giveUp.run();
        }
        sayAgain(one, part);
    }

    /** {@code known}: null if the worker does not know it. */
    private void reconcile(Placed one, WorkerHandle worker, ToHead.Known known) {
        Part part = one.on(worker).filter(here -> !here.isOver()).orElse(null);
        if (part == null) {
            if (known != null) {
                one.expected(known.rank())
                        .ifPresent(open -> adopt(one, open, worker, places.occupy(List.of(part(worker, known)))));
            }
        } else if (known == null && one.start == null) {
            attempts.lost(one, part, worker.name() + " no longer knows it");
        } else {
            if (known == null && one.launches != null) {
                worker.send(one.launches.get(part.rank));
            }
            sayAgain(one, part);
        }
    }

    private void sayAgain(Placed one, Part part) {
        if (one.end != null) {
            attempts.order(part, one.end);
        }
    }
}
