package org.attune.head;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.attune.engine.slurm.JobEnd;
import org.attune.engine.slurm.elastic.WorkerJob;
import org.attune.study.Cause;
import org.attune.tuner.Capacity;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;
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
    private final StudyNotes notes;
    private final Consumer<String> discards;
    private final Claimant places;
    private volatile Consumer<Signal> signals = signal -> {};

    // Guarded by this object's lock.
    private final Map<String, WorkerHandle> workers = new LinkedHashMap<>();
    private final Holdings holdings = new Holdings();
    private final Attempts attempts;
    private final Launching launching;
    private final Adopting adopting;
    private final Prospects prospects;
    private final Patience patience;
    private final Draining draining;
    private final Departures departures;
    private final WorkerSignals heard;

    private Optional<Signal> broken = Optional.empty();
    private boolean isHandedOver;
    private boolean isClosed;

    private ClusterRunner(
            Roster roster,
            Function<Runnable, Claimant> places,
            StudyBrief study,
            int nodes,
            OptionalInt mostParallel,
            StudyNotes notes,
            Consumer<String> discards) {
        this.study = study;
        this.mostParallel = mostParallel.orElse(Integer.MAX_VALUE);
        this.roster = roster;
        this.notes = notes;
        this.discards = discards;
        this.places = places.apply(() -> signals.accept(new Signal.Room()));
        Terms terms = roster.terms();
        Timer timer = roster.timer();
        this.departures = new Departures(this, roster, this.places::all, () -> isClosed, this::over);
        this.attempts = new Attempts(this, study.id(), holdings, departures::finished);
        this.launching = new Launching(this, study.id(), roster, this.places, holdings, attempts, workers::get);
        this.adopting = new Adopting(this, this.places, holdings, attempts, terms, timer);
        this.draining = new Draining(this, nodes, this.places, terms, timer, notes, signal -> signals.accept(signal));
        this.heard = new WorkerSignals(attempts, adopting, draining, signal -> signals.accept(signal));
        this.prospects = new Prospects(this, this.places, terms, timer, attempts::isAnyExpected, this::cannotRun);
        this.patience =
                new Patience(this, this.places, timer, () -> !attempts.running().isEmpty(), notes::waits);
    }

    /**
     * A runner for a study, known to all workers from now on. For a study that goes on after its head was lost it is made before workers are let in, so that its attempts are
     * found when they come back; the tuner then says by {@link Command.Expect} which it wants, before it asks for the first place.
     *
     * @param demand of each trial
     * @param mostParallel how many run at once at most
     * @param discards told which checkpoints, by their folders relative to the study's, the head can delete
     * @throws IllegalArgumentException if there are workers, and none of them could ever run a trial
     */
    public static ClusterRunner of(
            Roster roster,
            Arbiter arbiter,
            StudyBrief study,
            Demand demand,
            OptionalInt mostParallel,
            StudyNotes notes,
            Consumer<String> discards) {
        ClusterRunner runner = new ClusterRunner(
                roster,
                call -> arbiter.tenantByInvitation("study " + study.name(), demand, call),
                study,
                demand.nodes(),
                mostParallel,
                notes,
                discards);
        try {
            refuseMisfit(runner.places);
        } catch (IllegalArgumentException e) {
            runner.places.close();
            throw e;
        }
        roster.add(runner);
        return runner;
    }

    private static void refuseMisfit(Claimant places) {
        places.misfit().ifPresent(misfit -> {
            throw new IllegalArgumentException("no trial fits on this cluster: " + misfit);
        });
    }

    /**
     * For a study of which nobody is to know yet.
     *
     * @throws IllegalArgumentException if there are workers, and none of them could ever run a trial
     */
    static void refuseMisfit(Arbiter arbiter, Demand demand) {
        Claimant places = arbiter.tenantByInvitation("a study", demand, () -> {});
        try {
            refuseMisfit(places);
        } finally {
            places.close();
        }
    }

    @Override
    public synchronized void open(Consumer<Signal> listener) {
        signals = listener;
        broken.ifPresent(listener);
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
        return reserve(places::reserveOutside, true);
    }

    @Override
    public Optional<String> reserve(Instant least) {
        return reserve(shunned -> places.reserve(least), false);
    }

    /** @param isAnyPlace whether it waits for just any, of which people are told */
    private Optional<String> reserve(Function<Set<String>, Optional<Lease>> way, boolean isAnyPlace) {
        boolean mayHaveMore;
        Set<String> shunned;
        synchronized (this) {
            adopting.opened();
            shunned = draining.shunned();
            mayHaveMore = !isClosed && holdings.count() < mostParallel;
            if (!mayHaveMore) {
                patience.rests();
            }
        }
        if (!mayHaveMore) {
            places.rest();
            return Optional.empty();
        }
        Optional<Lease> lease = way.apply(shunned);
        synchronized (this) {
            lease.ifPresent(holdings::reserved);
            if (isAnyPlace) {
                patience.asked(lease.isPresent());
            }
        }
        return lease.map(Lease::worker);
    }

    /** Hosts that get no more of the study for now. */
    synchronized Set<String> drained() {
        return draining.drained();
    }

    @Override
    public synchronized Optional<Instant> until(String place) {
        return workersOf(place)
                .flatMap(worker -> worker.grants().until().stream())
                .min(Comparator.naturalOrder());
    }

    @Override
    public synchronized String kind(String place) {
        return Placed.kinds(workersOf(place));
    }

    private Stream<WorkerHandle> workersOf(String place) {
        return Stream.of(place.split("\\+")).map(workers::get).filter(Objects::nonNull);
    }

    @Override
    public void release(String worker) {
        Optional<List<Lease>> ended;
        Optional<List<Lease>> unused;
        Set<String> shunned;
        synchronized (this) {
            shunned = draining.shunned();
            ended = holdings.giveBackEnded(worker);
            unused = ended.isPresent() ? Optional.empty() : holdings.giveBackReserved(worker);
            if (unused.isPresent()) {
                patience.rests();
            }
        }
        if (unused.isPresent() && shunned.isEmpty()) {
            places.rest();
        } else if (unused.isPresent()) {
            places.waitOutside(shunned);
        }
        ended.or(() -> unused).ifPresent(leases -> leases.forEach(places::release));
    }

    @Override
    public synchronized boolean shuns(int trial, String worker) {
        return draining.shuns(trial, worker);
    }

    @Override
    public synchronized void execute(Command command) {
        if (isClosed) {
            return;
        }
        if (command instanceof Command.Start start) {
            adopting.opened();
            launching.start(start);
            attempts.running(start.trial(), start.attempt()).ifPresent(draining::started);
            patience.started();
        } else if (command instanceof Command.Expect expect) {
            adopting.expect(expect, heard::hear);
        } else if (command instanceof Command.Answer answer) {
            attempts.answer(answer);
        } else if (command instanceof Command.End end) {
            attempts.running(end.trial(), end.attempt()).ifPresent(one -> attempts.end(one, end));
        } else if (command instanceof Command.Forget forget) {
            attempts.forget(forget);
        } else if (command instanceof Command.Distrust one) {
            draining.distrust(one);
        } else if (command instanceof Command.Spread spread) {
            places.spread(spread.most());
        } else if (command instanceof Command.Discard discard) {
            discards.accept(discard.checkpoint());
            workers.values().forEach(worker -> attempts.send(worker, discard));
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
            patience.rests();
        }
        roster.remove(this);
        places.close();
    }

    private void endAll() {
        adopting.opened();
        attempts.endAll(CLOSING_NANOS);
        workers.values().forEach(worker -> worker.send(new ToWorker.Dismiss(study.id())));
    }

    @Override
    public synchronized boolean wants(String worker, ToHead.Known known) {
        if (isClosed || !known.key().study().equals(study.id())) {
            return false;
        }
        return attempts.find(known.key())
                .map(one -> one.isWantedOn(worker, known.rank()))
                .orElse(adopting.isOpening());
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
        worker.send(new ToWorker.Prepare(study));
        adopting.joined(
                worker,
                hello.returns() ? hello.worker() : "",
                hello.attempts().stream()
                        .filter(one -> one.key().study().equals(study.id()))
                        .toList());
    }

    @Override
    public synchronized boolean take(WorkerHandle worker, ToHead message) {
        if (message instanceof ToHead.Happened happened && happened.study().equals(study.id())) {
            if (!isClosed) {
                heard.hear(worker, happened.signal());
            }
            return true;
        } else if (message instanceof ToHead.Prepared prepared
                && prepared.study().equals(study.id())) {
            prepared(worker, prepared.problem());
            return true;
        } else if (message instanceof ToHead.Note note && note.study().equals(study.id())) {
            notes.said(worker.name(), note.line());
            return true;
        } else if (message instanceof ToHead.Leaving left) {
            departures.leaves(worker, left.reason()); // others want to know it as well
        }
        return false;
    }

    @Override
    public synchronized void lost(WorkerHandle worker, String why) {
        workers.remove(worker.name(), worker);
        adopting.lost(worker);
        draining.notReady(worker.name());
        Optional<JobEnd> end = departures.job(worker);
        String words = worker.name() + " was lost: " + end.map(JobEnd::words).orElse(why);
        for (Placed one : attempts.running()) {
            one.on(worker)
                    .filter(part -> !part.isOver())
                    .ifPresent(part ->
                            attempts.lost(one, part, end.map(JobEnd::cause).orElse(Cause.NODE_LOST), words));
        }
        departures.gone(worker);
        prospects.look();
    }

    /** How many more places it would take now; 0 if it does not wait for any. */
    int wanted() {
        int more;
        synchronized (this) {
            more = isClosed ? 0 : mostParallel - holdings.count();
        }
        return more > 0 && places.isWaiting() ? more : 0;
    }

    /** What it may do with a worker of which nobody has anything. */
    WorkerJob.Use use(WorkerView worker) {
        if (places.passesOver(worker)) {
            return WorkerJob.Use.PASSED_OVER;
        }
        return places.admits(worker.name()) ? WorkerJob.Use.IDLE : WorkerJob.Use.PREPARING;
    }

    /** Why a trial waits, or where it runs, a line each. */
    public synchronized List<String> why(int trial) {
        List<String> lines = new ArrayList<>();
        attempts.running().stream()
                .filter(one -> one.key.trial() == trial)
                .forEach(one -> lines.addAll(Whereabouts.of(one, roster.terms())));
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
            for (Placed one : attempts.running()) {
                one.parts.stream()
                        .filter(part -> one.key.trial() == trial && !part.isOver() && part.handle != null)
                        .forEach(part -> questions.add(() -> roster.ask(
                                part.handle, "stack", one.key, Map.of(), said -> answer.accept(part.worker, said))));
            }
        }
        questions.forEach(Runnable::run);
        return questions.size();
    }

    private void prepared(WorkerHandle worker, Optional<String> problem) {
        if (problem.isEmpty()) {
            draining.ready(worker);
        } else {
            draining.notReady(worker.name());
            places.bar(worker.name(), problem.get());
            notes.passedOver(worker.name(), problem.get());
            prospects.look();
        }
    }

    private void over(Placed one, Signal.AttemptOver end) {
        signals.accept(draining.judge(one, end));
        if (one.start == null) {
            prospects.look();
        }
    }

    private void cannotRun(String reason) {
        if (!isClosed) {
            broken = Optional.of(new Signal.Broken(reason));
            broken.ifPresent(signals);
        }
    }
}
