package org.attune.head;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.attune.background.Daemons;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.SlurmFields;

/** Asks Slurm for the jobs of workers that are lost: one question after the other, a few for each job, and none while many wait or Slurm does not answer. */
final class SlurmInquest implements Inquest, AutoCloseable {
    static final String LABEL = "slurm_job";
    private static final int MANY = 8;
    private static final int LOOKS = 6;
    private static final long PERIOD_MILLIS = 500;
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final SlurmCommands slurm;
    private final Consumer<String> log;
    private final Map<String, JobState> states = new ConcurrentHashMap<>();
    private final Set<String> shared = ConcurrentHashMap.newKeySet();
    private final Map<String, Boolean> asking = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("attune-inquest"));
    private volatile long quietUntil = System.nanoTime();

    SlurmInquest(SlurmCommands slurm, Consumer<String> log) {
        this.slurm = slurm;
        this.log = log;
    }

    @Override
    public void begin(WorkerHandle worker) {
        String job = worker.grants().labels().getOrDefault(LABEL, "");
        if (!job.isEmpty()
                && System.nanoTime() - quietUntil >= 0
                && waiting.get() < MANY
                && asking.putIfAbsent(job, true) == null) {
            waiting.incrementAndGet();
            states.remove(job);
            thread.execute(() -> look(worker.name(), job, LOOKS));
        }
    }

    @Override
    public Optional<JobState> found(WorkerHandle worker) {
        return Optional.ofNullable(states.get(worker.grants().labels().getOrDefault(LABEL, "")));
    }

    @Override
    public boolean isShared(WorkerHandle worker) {
        return shared.contains(worker.grants().labels().getOrDefault(LABEL, ""));
    }

    private void look(String worker, String job, int looks) {
        JobState state = ask(job);
        if (state.isOver() || state.isWaiting()) {
            states.put(job, state);
            log.accept("job " + job + ", of " + worker + ": Slurm says " + state);
        } else if (looks > 1 && System.nanoTime() - quietUntil >= 0) {
            thread.schedule(() -> look(worker, job, looks - 1), PERIOD_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        asking.remove(job);
        waiting.decrementAndGet();
    }

    private JobState ask(String job) {
        try {
            if (slurm.areThere()) {
                Optional<SlurmFields> fields = slurm.one(job);
                fields.filter(SlurmInquest::isOfSeveral).ifPresent(several -> shared.add(job));
                return fields.map(SlurmFields::jobState).orElse(JobState.UNKNOWN);
            }
        } catch (IOException e) {
            quietUntil = System.nanoTime() + QUIET_NANOS;
            log.accept("Slurm does not say what became of job " + job + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        quietUntil = System.nanoTime() + QUIET_NANOS;
        return JobState.UNKNOWN;
    }

    private static boolean isOfSeveral(SlurmFields job) {
        return Stream.of("NumNodes", "NumTasks")
                .flatMap(name -> job.text(name).stream())
                .anyMatch(count -> !count.equals("1"));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
