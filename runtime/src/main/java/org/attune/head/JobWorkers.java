package org.attune.head;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.attune.engine.slurm.elastic.WorkerJob.Use;
import org.attune.engine.slurm.elastic.WorkerScript;
import org.attune.engine.slurm.elastic.Workers;

/** What the head can tell of the workers in one study's jobs: a job's have its number as a label. Used by one thread. */
final class JobWorkers implements Workers {
    static final String LABEL = "slurm_job";
    /** Of asking a study what it could start: a sampler may have to think. */
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(5);

    private final String study;
    private final WorkerScript script;
    private final Consumer<IntConsumer> ask;
    private final Roster roster;
    private final Arbiter arbiter;
    private final Runners runners;
    private volatile int startable;
    private long asked = System.nanoTime() - PERIOD;

    JobWorkers(
            String study,
            WorkerScript script,
            Consumer<IntConsumer> ask,
            Roster roster,
            Arbiter arbiter,
            Runners runners) {
        this.study = study;
        this.script = script;
        this.ask = ask;
        this.roster = roster;
        this.arbiter = arbiter;
        this.runners = runners;
    }

    @Override
    public int wanted() {
        int places = runners.find(study).map(ClusterRunner::wanted).orElse(0);
        if (places == 0 || script.misfit().isPresent()) {
            return 0;
        }
        if (startable == 0 || System.nanoTime() - asked >= PERIOD) {
            asked = System.nanoTime();
            ask.accept(number -> startable = number);
        }
        long trials = Math.min(places, startable);
        long jobs = (trials + script.trialsPerJob() - 1) / script.trialsPerJob() * script.jobsPerTrial();
        return (int) Math.min(jobs, 1_000_000);
    }

    @Override
    public Map<String, Use> uses() {
        Map<String, Use> uses = new HashMap<>();
        Optional<ClusterRunner> runner = runners.find(study);
        for (WorkerView worker : roster.workers()) {
            String job = worker.grants().labels().get(LABEL);
            if (job != null) {
                uses.merge(job, use(worker, runner), (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
        }
        return uses;
    }

    private Use use(WorkerView worker, Optional<ClusterRunner> runner) {
        if (!arbiter.isIdle(worker.name()) || worker.state() != WorkerView.State.JOINED) {
            return Use.BUSY;
        }
        return runner.map(one -> one.use(worker)).orElse(Use.IDLE);
    }

    @Override
    public Set<String> badHosts() {
        return runners.find(study).map(ClusterRunner::drained).orElse(Set.of());
    }

    @Override
    public Set<String> dismiss(Collection<String> jobs, String why) {
        Map<String, List<WorkerView>> workers = new HashMap<>();
        for (WorkerView worker : roster.workers()) {
            String job = worker.grants().labels().getOrDefault(LABEL, "");
            if (jobs.contains(job)) {
                workers.merge(job, List.of(worker), JobWorkers::both);
            }
        }
        Set<String> gone = new HashSet<>();
        workers.forEach((job, some) -> {
            boolean all = true;
            for (WorkerView worker : some) {
                all &= roster.dismissIdle(worker.name(), why);
            }
            if (all) {
                gone.add(job);
            }
        });
        return gone;
    }

    private static List<WorkerView> both(List<WorkerView> some, List<WorkerView> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
