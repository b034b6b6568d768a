package org.attune.head;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.attune.head.placing.Suspicions;
import org.attune.study.Cause;
import org.attune.study.Excuse;
import org.attune.study.FailureKind;
import org.attune.study.Overuse;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;

/** Which of the workers that are ready for a study are used for it, as {@link Suspicions} says of their machines. Guarded by its runner's lock. */
final class Draining {
    private static final long NEVER = Long.MIN_VALUE;

    private final Object lock;
    private final Claimant places;
    private final Timer timer;
    private final StudyNotes notes;
    private final Consumer<Signal> signals;
    private final Duration lastHope;
    private final Suspicions suspicions;
    /** Hosts of workers that could run trials, by their names. */
    private final Map<String, String> ready = new LinkedHashMap<>();
    /** How often each machine was told to rest: a timer of an earlier rest does not end a later one. */
    private final Map<String, Integer> rests = new HashMap<>();
    /** When there was the first of them. */
    private long firstReady = NEVER;

    /**
     * @param nodes on how many workers each trial runs at once
     * @param signals told what becomes of machines, and when a trial that waits for another one may be started after all
     */
    Draining(
            Object lock,
            int nodes,
            Claimant places,
            Terms terms,
            Timer timer,
            StudyNotes notes,
            Consumer<Signal> signals) {
        this.lock = lock;
        this.suspicions = new Suspicions(nodes);
        this.places = places;
        this.lastHope = terms.lastHope();
        this.timer = timer;
        this.notes = notes;
        this.signals = signals;
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
            signals.accept(new Signal.Room());
        }
    }

    /** What a former head thought of a machine. */
    void distrust(Command.Distrust one) {
        boolean isResting = !one.rest().isZero();
        suspicions.restore(one.host(), one.times(), one.why(), isResting);
        if (isResting) {
            bar(one.host(), one.why(), one.rest());
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
        boolean isItsOwn = Overuse.isIn(end.cause(), end.message());
        Duration ran = Duration.ofNanos(timer.nanos() - one.begun);
        boolean mayBeTheMachines =
                isFailure && !isItsOwn && one.start != null && Suspicions.isFast(one.hasReported, ran);
        if (!mayBeTheMachines) {
            suspicions.outlived(one.key.trial());
        }
        return one.culprit()
                // Slurm has said what became of its worker.
                .filter(part -> mayBeTheMachines && !part.isFenced)
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

    /** That no other is left is not said before others have had the time to come. */
    private void look() {
        Duration there = Duration.ofNanos(timer.nanos() - firstReady);
        if (suspicions.drained().isEmpty()) {
            return;
        } else if (there.compareTo(lastHope) < 0) {
            timer.after(lastHope.minus(there), () -> {
                synchronized (lock) {
                    look();
                }
            });
        } else {
            suspicions.look(usable()).forEach(this::apply);
        }
    }

    private void apply(Suspicions.Change change) {
        Duration rest = Duration.ZERO;
        if (change instanceof Suspicions.Drained drained) {
            rest = drained.rest();
            bar(change.host(), change.why(), rest);
        } else {
            workers(Set.of(change.host())).forEach(places::admit);
            notes.usedAgain(change.host(), change.why());
        }
        signals.accept(new Signal.MachineJudged(change.host(), change.times(), rest, change.why()));
    }

    private void bar(String host, String why, Duration rest) {
        workers(Set.of(host)).forEach(worker -> places.bar(worker, why));
        notes.passedOver(host, why);
        int number = rests.merge(host, 1, Integer::sum);
        timer.after(rest, () -> {
            synchronized (lock) {
                if (rests.get(host) == number) {
                    suspicions.rested(host).ifPresent(this::apply);
                }
            }
        });
    }
}
