package org.attune.head;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.attune.head.placing.Suspicions;
import org.attune.study.Cause;
import org.attune.study.Excuse;
import org.attune.study.FailureKind;
import org.attune.tuner.Signal;

/** Which of the workers that are ready for a study are used for it, as {@link Suspicions} says of their machines. Guarded by its runner's lock. */
final class Draining {
    private static final long NEVER = Long.MIN_VALUE;

    private final Object lock;
    private final Claimant places;
    private final Timer timer;
    private final StudyNotes notes;
    private final Runnable room;
    private final Duration lastHope;
    private final Suspicions suspicions;
    /** Hosts of workers that could run trials, by their names. */
    private final Map<String, String> ready = new LinkedHashMap<>();
    /** When there was the first of them. */
    private long firstReady = NEVER;

    /**
     * @param nodes on how many workers each trial runs at once
     * @param room told when a trial that waits for another machine may be started after all
     */
    Draining(Object lock, int nodes, Claimant places, Terms terms, Timer timer, StudyNotes notes, Runnable room) {
        this.lock = lock;
        this.suspicions = new Suspicions(nodes);
        this.places = places;
        this.lastHope = terms.lastHope();
        this.timer = timer;
        this.notes = notes;
        this.room = room;
    }

    void ready(WorkerHandle worker) {
        if (firstReady == NEVER) {
            firstReady = timer.nanos();
        }
        String host = worker.grants().host();
        ready.put(worker.name(), host);
        suspicions
                .whyDrained(host)
                .ifPresentOrElse(why -> places.bar(worker.name(), why), () -> places.admit(worker.name()));
        look();
    }

    void notReady(String worker) {
        if (ready.remove(worker) != null) {
            look();
            room.run();
        }
    }

    void started(Placed one) {
        one.begun = timer.nanos();
        suspicions.started(one.key.trial());
    }

    /** A worker says something of an attempt that is not over. */
    void heard(Placed one, Signal signal) {
        if (signal instanceof Signal.Placed) {
            one.begun = timer.nanos();
        } else if (signal instanceof Signal.Reported && !one.hasReported) {
            one.hasReported = true;
            if (one.start != null) {
                one.parts.forEach(part -> suspicions.passed(host(part)));
            }
        }
    }

    /** What the end of an attempt amounts to, if it may be the machine's fault. */
    Signal.AttemptOver judge(Placed one, Signal.AttemptOver end) {
        boolean isFailure = end.cause() == Cause.ERROR || end.cause() == Cause.OUT_OF_MEMORY;
        Duration ran = Duration.ofNanos(timer.nanos() - one.begun);
        boolean mayBeTheMachines = isFailure && one.start != null && Suspicions.isFast(one.hasReported, ran);
        if (!mayBeTheMachines) {
            suspicions.outlived(one.key.trial());
        }
        return one.culprit()
                .filter(part -> mayBeTheMachines)
                .map(part -> judge(end, host(part)))
                .orElse(end);
    }

    private Signal.AttemptOver judge(Signal.AttemptOver end, String host) {
        Suspicions.Ruling ruling = suspicions.failed(
                new Suspicions.Failure(end.trial(), host, FailureKind.of(end.cause(), end.message()), end.message()),
                usable(),
                timer.nanos() - firstReady < lastHope.toNanos());
        ruling.changes().forEach(this::apply);
        return ruling.isExcused()
                ? new Signal.AttemptOver(
                        end.trial(),
                        end.attempt(),
                        Cause.NODE_LOST,
                        new Excuse(host, end.message()).message(),
                        end.exit())
                : end;
    }

    /** As {@link org.attune.tuner.TrialRunner#shuns}. */
    boolean shuns(int trial, String place) {
        List<String> hosts = List.of(place.split("\\+")).stream()
                .map(worker -> ready.getOrDefault(worker, ""))
                .toList();
        return suspicions.shuns(trial, hosts, usable());
    }

    /** Workers on which a trial that waits has failed. */
    Set<String> shunned() {
        return workers(suspicions.shunned(usable()));
    }

    /** Hosts that get no more of the study for now, those that have gone since among them. */
    Set<String> drained() {
        return suspicions.drained();
    }

    private static String host(Part part) {
        return part.handle == null ? part.worker : part.handle.grants().host();
    }

    private Set<String> usable() {
        return ready.keySet().stream()
                .filter(places::suits)
                .map(ready::get)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> workers(Collection<String> hosts) {
        return ready.keySet().stream()
                .filter(worker -> hosts.contains(ready.get(worker)))
                .collect(Collectors.toSet());
    }

    private void look() {
        suspicions.look(usable()).forEach(this::apply);
    }

    private void apply(Suspicions.Change change) {
        Set<String> workers = workers(Set.of(change.host()));
        if (change instanceof Suspicions.Drained drained) {
            workers.forEach(worker -> places.bar(worker, drained.why()));
            notes.passedOver(drained.host(), drained.why());
            timer.after(drained.rest(), () -> rested(drained));
        } else {
            workers.forEach(places::admit);
            notes.usedAgain(change.host(), change.why());
        }
    }

    private void rested(Suspicions.Drained drained) {
        synchronized (lock) {
            suspicions.rested(drained.host()).ifPresent(this::apply);
        }
    }
}
