package org.attune.head;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.attune.tuner.Command;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;

/** Starts attempts on the workers of their places; those on several once the first has said at which port they can meet. Guarded by its runner's lock. */
final class Launching {
    private final Object lock;
    private final String study;
    private final Roster roster;
    private final Claimant places;
    private final Holdings holdings;
    private final Attempts attempts;
    private final Function<String, WorkerHandle> workers;

    /** @param workers finds one by its name; null if it is not there */
    Launching(
            Object lock,
            String study,
            Roster roster,
            Claimant places,
            Holdings holdings,
            Attempts attempts,
            Function<String, WorkerHandle> workers) {
        this.lock = lock;
        this.study = study;
        this.roster = roster;
        this.places = places;
        this.holdings = holdings;
        this.attempts = attempts;
        this.workers = workers;
    }

    void start(Command.Start start) {
        Placed one = placed(start);
        attempts.add(one);
        Optional<Part> missing =
                one.parts.stream().filter(part -> part.handle == null).findFirst();
        if (missing.isPresent()) {
            attempts.giveUp(one, missing.get().worker + " was lost");
        } else if (one.parts.size() == 1) {
            launch(one, List.of(new ToWorker.Launch(study, start, one.parts.get(0).gpus, Optional.empty())));
        } else {
            roster.ask(one.parts.get(0).handle, "port", one.key, Map.of(), answer -> launchAll(one, answer));
        }
    }

    private Placed placed(Command.Start start) {
        Placed one = new Placed(attempts.key(start.trial(), start.attempt()), start);
        Lease lease = holdings.start(start.worker())
                .orElseGet(() -> places.occupy(List.of(new Lease.Part(start.worker(), List.of()))));
        one.leases.add(lease);
        places.mark(lease, start.trial());
        for (Lease.Part part : lease.parts()) {
            one.parts.add(new Part(one.parts.size(), part.worker(), part.gpus(), workers.apply(part.worker())));
        }
        return one;
    }

    private void launchAll(Placed one, ToHead.Answer answer) {
        synchronized (lock) {
            Optional<Integer> port = answer.text().map(Integer::valueOf);
            if (one.isOver) {
                return;
            } else if (port.isEmpty()) {
                attempts.giveUp(
                        one,
                        "no port for its workers to meet at: "
                                + answer.problem().orElse("no reason was given"));
                return;
            }
            List<String> addresses = one.parts.get(0).handle.grants().addresses();
            String address =
                    addresses.isEmpty() ? one.parts.get(0).handle.grants().host() : addresses.get(0);
            launch(
                    one,
                    one.parts.stream()
                            .map(part -> new ToWorker.Launch(
                                    study,
                                    one.start,
                                    part.gpus,
                                    Optional.of(new ToWorker.Gang(part.rank, one.parts.size(), address, port.get()))))
                            .toList());
        }
    }

    private static void launch(Placed one, List<ToWorker.Launch> launches) {
        one.launches = launches;
        one.parts.forEach(part -> part.handle.send(launches.get(part.rank)));
    }
}
