package org.attune.head;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.attune.engine.slurm.JobState;
import org.attune.wire.StudyBrief;

/** A head with workers in one thread: messages arrive and time passes when they are told to. */
final class HeadWorld {
    static final Terms TERMS = Terms.USUAL;
    static final String STUDY = "study-1";

    final HandTimer timer = new HandTimer();
    final HandExecutor links;
    final List<String> log = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    final Map<String, FakeWorker> workers = new LinkedHashMap<>();
    /** What Slurm would say of the job of a worker that is lost. */
    final Map<String, JobState> jobs = new HashMap<>();
    /** Of which workers it is asked, and whether their jobs were told to end. */
    final Map<String, Boolean> told = new HashMap<>();
    /** Whether its answers take their time. */
    boolean asks;

    Arbiter arbiter;
    Roster roster;
    private boolean hears = true;
    private long hearsSince = -TERMS.lostAfter().toNanos();
    private long epoch;

    HeadWorld(Random random) {
        links = new HandExecutor(random);
        startHead();
    }

    HeadWorld() {
        this(new Random(1));
    }

    /** Another head begins; the links to the one before are lost. */
    void startHead() {
        workers.values().forEach(FakeWorker::cut);
        arbiter = new Arbiter();
        roster = new Roster(arbiter, ++epoch, TERMS, timer, this::hasHeardFor, Clock.systemUTC(), log::add);
        roster.inquire(new Inquest() {
            @Override
            public void begin(WorkerHandle worker, boolean isTold) {
                told.put(worker.name(), isTold);
            }

            @Override
            public boolean isAsking(WorkerHandle worker) {
                return told.containsKey(worker.name()) && asks;
            }

            @Override
            public Optional<JobState> found(WorkerHandle worker) {
                return Optional.ofNullable(jobs.get(worker.name()));
            }
        });
    }

    ClusterRunner runner(Demand demand, OptionalInt mostParallel) {
        return ClusterRunner.of(
                roster,
                arbiter,
                brief(),
                demand,
                mostParallel,
                StudyNotes.lines(notes::add, what -> {}),
                checkpoint -> {});
    }

    static StudyBrief brief() {
        return new StudyBrief(STUDY, "cgconv", Map.of(), "/study", "/results", "token", "", List.of());
    }

    FakeWorker worker(String name, double cpu, String... gpus) {
        FakeWorker worker = new FakeWorker(name, Demands.grants(name, cpu, gpus), links);
        workers.put(name, worker);
        return worker;
    }

    FakeWorker joined(String name, double cpu, String... gpus) {
        FakeWorker worker = worker(name, cpu, gpus);
        worker.dial(roster);
        links.runAll();
        return worker;
    }

    /** As while the cluster's folder does not answer. */
    void hear(boolean hears) {
        this.hears = hears;
        hearsSince = timer.nanos();
    }

    private boolean hasHeardFor(Duration time) {
        return hears && timer.nanos() - hearsSince >= time.toNanos();
    }

    void pass(Duration duration) {
        links.runAll();
        timer.pass(duration);
        links.runAll();
    }

    List<String> names() {
        return roster.workers().stream().map(WorkerView::name).toList();
    }

    WorkerView view(String name) {
        return roster.workers().stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
