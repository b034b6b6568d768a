package org.attune.head;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.attune.spec.StudySpec;
import org.attune.study.Cause;
import org.attune.tuner.Capacity;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;
import org.attune.wire.AttemptKey;
import org.attune.wire.StudyBrief;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;

/**
 * Runs the attempts of one study on the workers of a cluster.
 *
 * <p>What it sends to a worker it remembers: when a link was lost and the worker joins again, it says again what the worker does not know, and the worker says again what was not
 * settled. An attempt whose worker is lost is over; should the worker come back, it is told to end it, and nothing of it counts. So there is one end for each attempt.
 *
 * <p>An attempt on several workers is over when all its parts are. The first part reports; if one fails or is lost, the others are ended.
 */
public final class ClusterRunner implements TrialRunner, Office {
    private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final StudyBrief study;
    private final int mostParallel;
    private final Roster roster;
    private final Terms terms;
    private final Timer timer;
    private final Consumer<String> notes;
    private final Consumer<String> discards;
    private final Claimant places;
    private volatile Consumer<Signal> signals = signal -> {};

    // Guarded by this object's lock.
    private final Map<String, WorkerHandle> workers = new LinkedHashMap<>();
    /** Workers that were with a former head, and have said what they brought along. */
    private final Set<String> returned = new HashSet<>();

    private final Map<AttemptKey, Placed> attempts = new LinkedHashMap<>();
    private final Holdings holdings = new Holdings();
    private final Finds finds = new Finds();
    private boolean isOpening = true;
    private boolean isHandedOver;
    private boolean isClosed;

    private ClusterRunner(
            Roster roster,
            Function<Runnable, Claimant> places,
            StudyBrief study,
            OptionalInt mostParallel,
            Consumer<String> notes,
            Consumer<String> discards) {
        this.study = study;
        this.mostParallel = mostParallel.orElse(Integer.MAX_VALUE);
        this.roster = roster;
        this.terms = roster.terms();
        this.timer = roster.timer();
        this.notes = notes;
        this.discards = discards;
        this.places = places.apply(() -> signals.accept(new Signal.Room()));
    }

    /**
     * A runner for a study, known to all workers from now on. For a study that goes on after its head was lost it is made before workers are let in, so that its attempts are
     * found when they come back; the tuner then says by {@link Command.Expect} which it wants, before it asks for the first place.
     *
     * @param notes told, for people, what workers have to say about the study
     * @param discards told which checkpoints, by their folders relative to the study's, the head can delete
     * @throws IllegalArgumentException if there are workers, and none of them could ever run a trial
     */
    public static ClusterRunner of(
            Roster roster,
            Arbiter arbiter,
            StudyBrief study,
            StudySpec spec,
            Consumer<String> notes,
            Consumer<String> discards) {
        return of(roster, arbiter, study, Demand.of(spec.resources()), spec.maxParallel(), notes, discards);
    }

    static ClusterRunner of(
            Roster roster,
            Arbiter arbiter,
            StudyBrief study,
            Demand demand,
            OptionalInt mostParallel,
            Consumer<String> notes,
            Consumer<String> discards) {
        ClusterRunner runner = new ClusterRunner(
                roster,
                call -> arbiter.tenantByInvitation("study " + study.name(), demand, call),
                study,
                mostParallel,
                notes,
                discards);
        Optional<String> misfit = runner.places.misfit();
        if (misfit.isPresent()) {
            runner.places.close();
            throw new IllegalArgumentException("no trial fits on this cluster: " + misfit.get());
        }
        roster.add(runner);
        return runner;
    }

    @Override
    public synchronized void open(Consumer<Signal> listener) {
        signals = listener;
    }

    @Override
    public synchronized Capacity capacity() {
        long slots = Math.min(mostParallel, (long) holdings.count() + places.room());
        return new Capacity(
                (int) Math.max(1, slots),
                slots == mostParallel
                        ? "max_parallel"
                        : workers.size() == 1 ? "1 worker" : workers.size() + " workers");
    }

    @Override
    public Optional<String> reserve() {
        boolean mayHaveMore;
        synchronized (this) {
            opened();
            mayHaveMore = !isClosed && holdings.count() < mostParallel;
        }
        if (!mayHaveMore) {
            places.rest();
            return Optional.empty();
        }
        Optional<Lease> lease = places.reserve();
        synchronized (this) {
            lease.ifPresent(holdings::reserved);
        }
        return lease.map(Lease::worker);
    }

    @Override
    public void release(String worker) {
        Optional<List<Lease>> ended;
        Optional<List<Lease>> unused;
        synchronized (this) {
            ended = holdings.giveBackEnded(worker);
            unused = ended.isPresent() ? Optional.empty() : holdings.giveBackReserved(worker);
        }
        if (unused.isPresent()) {
            places.rest();
        }
        ended.or(() -> unused).ifPresent(leases -> leases.forEach(places::release));
    }

    @Override
    public synchronized void execute(Command command) {
        if (isClosed) {
            return;
        }
        if (command instanceof Command.Start start) {
            opened();
            start(start);
        } else if (command instanceof Command.Expect expect) {
            expect(expect);
        } else if (command instanceof Command.Answer answer) {
            find(answer.trial(), answer.attempt()).filter(one -> !one.isOver).ifPresent(one -> {
                one.isTold |= answer.verdict().isPresent();
                order(one.parts.get(0), answer);
            });
        } else if (command instanceof Command.End end) {
            find(end.trial(), end.attempt()).filter(one -> !one.isOver).ifPresent(one -> end(one, end));
        } else if (command instanceof Command.Forget forget) {
            find(forget.trial(), forget.attempt()).filter(one -> one.isOver).ifPresent(one -> {
                attempts.remove(one.key);
                one.parts.stream().filter(part -> !part.isFenced).forEach(part -> order(part, forget));
            });
        } else if (command instanceof Command.Discard discard) {
            discards.accept(discard.checkpoint());
            workers.values().forEach(worker -> worker.send(new ToWorker.Order(study.id(), discard)));
        }
    }

    @Override
    public synchronized void handOver() {
        isHandedOver = true;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (isClosed) {
                return;
            } else if (!isHandedOver) {
                endAll();
            }
            isClosed = true;
            signals = signal -> {};
        }
        roster.remove(this);
        places.close();
    }

    private void endAll() {
        opened();
        for (Placed one : List.copyOf(attempts.values())) {
            if (!one.isOver) {
                end(one, new Command.End(one.key.trial(), one.key.attempt(), true));
            }
        }
        awaitEnds();
        for (Placed one : List.copyOf(attempts.values())) {
            giveUp(one, "the study was closed, and its worker did not answer");
        }
        workers.values().forEach(worker -> worker.send(new ToWorker.Dismiss(study.id())));
    }

    @Override
    public synchronized boolean wants(String worker, ToHead.Known known) {
        if (isClosed || !known.key().study().equals(study.id())) {
            return false;
        }
        Placed one = attempts.get(known.key());
        if (one == null) {
            return isOpening;
        }
        return one.parts.stream().anyMatch(part -> part.handle != null && part.worker.equals(worker) && !part.isFenced)
                || (!one.isOver && one.expectedOn(worker).isPresent());
    }

    @Override
    public Collection<String> studies() {
        return List.of(study.id());
    }

    @Override
    public synchronized void joined(WorkerHandle worker, ToHead.Hello hello) {
        if (isClosed) {
            return;
        }
        workers.put(worker.name(), worker);
        if (hello.returns() && hello.worker().equals(worker.name())) {
            returned.add(worker.name());
        }
        worker.send(new ToWorker.Prepare(study));
        Map<AttemptKey, ToHead.Known> known = hello.attempts().stream()
                .filter(one -> one.key().study().equals(study.id()))
                .collect(Collectors.toMap(ToHead.Known::key, one -> one, (one, same) -> one, LinkedHashMap::new));
        for (Placed one : List.copyOf(attempts.values())) {
            if (!one.isOver) {
                reconcile(one, worker, known.get(one.key));
                giveUpUnlessFound(one);
            }
        }
        for (ToHead.Known one : known.values()) {
            if (isOpening && !attempts.containsKey(one.key()) && !finds.has(worker, one.key())) {
                finds.add(worker, one, places.occupy(List.of(part(worker, one))));
            }
        }
    }

    @Override
    public synchronized boolean take(WorkerHandle worker, ToHead message) {
        if (message instanceof ToHead.Happened happened && happened.study().equals(study.id())) {
            if (!isClosed) {
                hear(worker, happened.signal());
            }
            return true;
        } else if (message instanceof ToHead.Prepared prepared
                && prepared.study().equals(study.id())) {
            prepared(worker, prepared.problem());
            return true;
        } else if (message instanceof ToHead.Note note && note.study().equals(study.id())) {
            notes.accept(worker.name() + ": " + note.line());
            return true;
        }
        return false;
    }

    @Override
    public synchronized void lost(WorkerHandle worker, String why) {
        workers.remove(worker.name(), worker);
        finds.lost(worker).forEach(find -> places.release(find.lease()));
        for (Placed one : List.copyOf(attempts.values())) {
            one.on(worker).filter(part -> !part.isOver()).ifPresent(part -> {
                part.isFenced = true;
                over(one, part, Cause.NODE_LOST, worker.name() + " was lost: " + why);
            });
        }
    }

    /** Why a trial waits, or where it runs, a line each. */
    public synchronized List<String> why(int trial) {
        List<String> lines = new ArrayList<>();
        attempts.values().stream()
                .filter(one -> one.key.trial() == trial && !one.isOver)
                .forEach(one -> lines.addAll(Whereabouts.of(one, terms)));
        if (!lines.isEmpty()) {
            return lines;
        } else if (holdings.count() >= mostParallel) {
            return List.of("max_parallel: " + mostParallel + " trials of the study run already");
        }
        return places.obstacles();
    }

    /**
     * Asks each worker on which a trial runs what it is doing.
     *
     * @param answer told once for each, on any thread, with the worker's name; must not block
     * @return how many were asked
     */
    public int stack(int trial, BiConsumer<String, ToHead.Answer> answer) {
        List<Runnable> questions = new ArrayList<>();
        synchronized (this) {
            for (Placed one : attempts.values()) {
                one.parts.stream()
                        .filter(part ->
                                one.key.trial() == trial && !one.isOver && !part.isOver() && part.handle != null)
                        .forEach(part -> questions.add(() -> roster.ask(
                                part.handle, "stack", one.key, Map.of(), said -> answer.accept(part.worker, said))));
            }
        }
        questions.forEach(Runnable::run);
        return questions.size();
    }

    private static Lease.Part part(WorkerHandle worker, ToHead.Known known) {
        String gpus = known.placement().map(placement -> placement.gpus()).orElse("");
        return new Lease.Part(worker.name(), gpus.isEmpty() ? List.of() : List.of(gpus.split(",")));
    }

    private Optional<Placed> find(int trial, int attempt) {
        return Optional.ofNullable(attempts.get(new AttemptKey(study.id(), trial, attempt)));
    }

    /** All that the study wants of what a former head started is known now. */
    private void opened() {
        if (isOpening) {
            isOpening = false;
            finds.takeAll().forEach(this::turnAway);
        }
    }

    /** Nobody wants it. */
    private void turnAway(Finds.Find find) {
        AttemptKey key = find.known().key();
        places.release(find.lease());
        send(
                find.worker(),
                find.isOver()
                        ? new Command.Forget(key.trial(), key.attempt())
                        : new Command.End(key.trial(), key.attempt(), true));
    }

    private void start(Command.Start start) {
        AttemptKey key = new AttemptKey(study.id(), start.trial(), start.attempt());
        Placed one = new Placed(key, start.worker(), start);
        Lease lease = holdings.start(start.worker())
                .orElseGet(() -> places.occupy(List.of(new Lease.Part(start.worker(), List.of()))));
        one.leases.add(lease);
        places.mark(lease, start.trial());
        for (Lease.Part part : lease.parts()) {
            one.parts.add(new Part(one.parts.size(), part.worker(), part.gpus(), workers.get(part.worker())));
        }
        attempts.put(key, one);
        Optional<Part> missing =
                one.parts.stream().filter(part -> part.handle == null).findFirst();
        if (missing.isPresent()) {
            giveUp(one, missing.get().worker + " was lost");
        } else if (one.parts.size() == 1) {
            launch(one, List.of(new ToWorker.Launch(study.id(), start, one.parts.get(0).gpus, Optional.empty())));
        } else {
            roster.ask(one.parts.get(0).handle, "port", key, Map.of(), answer -> launchAll(one, answer));
        }
    }

    private synchronized void launchAll(Placed one, ToHead.Answer answer) {
        Optional<Integer> port = answer.text().map(Integer::valueOf);
        if (one.isOver) {
            return;
        } else if (port.isEmpty()) {
            giveUp(
                    one,
                    "no port for its workers to meet at: " + answer.problem().orElse("no reason was given"));
            return;
        }
        List<String> addresses = one.parts.get(0).handle.grants().addresses();
        String address = addresses.isEmpty() ? one.parts.get(0).handle.grants().host() : addresses.get(0);
        launch(
                one,
                one.parts.stream()
                        .map(part -> new ToWorker.Launch(
                                study.id(),
                                one.start,
                                part.gpus,
                                Optional.of(new ToWorker.Gang(part.rank, one.parts.size(), address, port.get()))))
                        .toList());
    }

    private void launch(Placed one, List<ToWorker.Launch> launches) {
        one.launches = launches;
        one.parts.forEach(part -> part.handle.send(launches.get(part.rank)));
    }

    private void expect(Command.Expect expect) {
        AttemptKey key = new AttemptKey(study.id(), expect.trial(), expect.attempt());
        Placed one = new Placed(key, expect.worker(), null);
        for (String worker : expect.worker().split("\\+")) {
            one.parts.add(new Part(one.parts.size(), worker, List.of(), null));
        }
        holdings.start("");
        attempts.put(key, one);
        List<Finds.Find> found = finds.take(key);
        for (Finds.Find find : found) {
            if (one.expectedOn(find.worker().name()).isPresent()) {
                adopt(one, find.worker(), find.lease());
            } else {
                turnAway(find);
            }
        }
        if (one.isExpected()) {
            one.giveUp = timer.after(terms.returning(), () -> notFound(one));
            giveUpUnlessFound(one);
        }
        found.forEach(find -> find.signals().forEach(signal -> hear(find.worker(), signal)));
    }

    /** Of what a former head decided, but did not bring itself to say, no worker knows. */
    private void giveUpUnlessFound(Placed one) {
        if (one.isExpected() && one.awaited().allMatch(returned::contains)) {
            giveUp(one, one.place + " came back after the head started again, and knows nothing of it");
        }
    }

    private synchronized void notFound(Placed one) {
        if (one.isExpected()) {
            giveUp(
                    one,
                    one.place + " did not come back within " + terms.returning().toSeconds()
                            + " s after the head started again");
        }
    }

    private void adopt(Placed one, WorkerHandle worker, Lease lease) {
        Part part = one.expectedOn(worker.name()).orElseThrow();
        part.handle = worker;
        part.worker = worker.name();
        one.leases.add(lease);
        places.mark(lease, one.key.trial());
        if (!one.isExpected()) {
            one.giveUp.run();
        }
        if (one.end != null) {
            order(part, one.end);
        }
    }

    /** {@code known}: null if the worker does not know it. */
    private void reconcile(Placed one, WorkerHandle worker, ToHead.Known known) {
        Optional<Part> here = one.on(worker).filter(part -> !part.isOver());
        if (here.isEmpty()) {
            if (known != null && one.expectedOn(worker.name()).isPresent()) {
                adopt(one, worker, places.occupy(List.of(part(worker, known))));
            }
            return;
        }
        Part part = here.get();
        if (known == null && one.start == null) {
            part.isFenced = true;
            over(one, part, Cause.NODE_LOST, worker.name() + " no longer knows it");
            return;
        }
        if (known == null && one.launches != null) {
            worker.send(one.launches.get(part.rank));
        }
        if (one.end != null) {
            order(part, one.end);
        }
    }

    private void end(Placed one, Command.End end) {
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

    private void hear(WorkerHandle worker, Signal signal) {
        if (signal instanceof Signal.Placed placed) {
            hear(worker, placed.trial(), placed.attempt(), signal);
        } else if (signal instanceof Signal.Reported reported) {
            hear(worker, reported.trial(), reported.attempt(), signal);
        } else if (signal instanceof Signal.AttemptOver over) {
            hear(worker, over.trial(), over.attempt(), signal);
        }
    }

    private void hear(WorkerHandle worker, int trial, int attempt, Signal signal) {
        Placed one = find(trial, attempt).orElse(null);
        Part part = one == null ? null : one.on(worker).orElse(null);
        if (part == null || part.isFenced) {
            hearOfUnknown(worker, new AttemptKey(study.id(), trial, attempt), signal);
        } else if (part.isOver()) {
            return; // said again, as it was not forgotten yet
        } else if (signal instanceof Signal.AttemptOver over) {
            over(one, part, over);
        } else if (part.rank == 0) {
            signals.accept(signal);
        } else if (signal instanceof Signal.Reported report) {
            order(part, new Command.Answer(trial, attempt, report.report(), Optional.empty(), OptionalInt.empty()));
        }
    }

    private void hearOfUnknown(WorkerHandle worker, AttemptKey key, Signal signal) {
        if (finds.has(worker, key)) {
            finds.hear(worker, key, signal);
        } else {
            boolean isOver = signal instanceof Signal.AttemptOver;
            send(
                    worker,
                    isOver
                            ? new Command.Forget(key.trial(), key.attempt())
                            : new Command.End(key.trial(), key.attempt(), true));
        }
    }

    private void prepared(WorkerHandle worker, Optional<String> problem) {
        if (problem.isEmpty()) {
            places.admit(worker.name());
        } else {
            places.bar(worker.name(), problem.get());
            notes.accept(worker.name() + " is passed over: " + problem.get());
        }
    }

    private void over(Placed one, Part part, Cause cause, String message) {
        over(
                one,
                part,
                new Signal.AttemptOver(one.key.trial(), one.key.attempt(), cause, message, OptionalInt.empty()));
    }

    private void over(Placed one, Part part, Signal.AttemptOver how) {
        boolean endOthers = one.over(part, how);
        List<Part> others = one.running();
        if (others.isEmpty()) {
            finish(one);
        } else if (endOthers) {
            Command.End end = new Command.End(one.key.trial(), one.key.attempt(), false);
            if (one.end == null) {
                end(one, end);
            }
        }
    }

    private void giveUp(Placed one, String message) {
        giveUp(one, Cause.NODE_LOST, message);
    }

    /** Ends it here, whatever it does there. */
    private void giveUp(Placed one, Cause cause, String message) {
        if (one.isOver) {
            return;
        }
        for (Part part : one.running()) {
            part.isFenced = true;
            if (part.handle != null) {
                order(part, new Command.End(one.key.trial(), one.key.attempt(), true));
            }
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
        notifyAll();
        signals.accept(one.end());
    }

    private void awaitEnds() {
        long until = System.nanoTime() + CLOSING_NANOS;
        try {
            while (attempts.values().stream().anyMatch(one -> !one.isOver)) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void order(Part part, Command command) {
        if (part.handle != null) {
            send(part.handle, command);
        }
    }

    private void send(WorkerHandle worker, Command command) {
        worker.send(new ToWorker.Order(study.id(), command));
    }
}
