package org.attune.head;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.attune.background.Daemons;
import org.attune.engine.slurm.EndingState;
import org.attune.engine.slurm.JobState;
import org.attune.engine.slurm.MemoryWitness;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.SlurmFields;
import org.attune.engine.slurm.Tail;

/** Asks Slurm for the jobs of workers that are lost: one question after the other, a few for each job, and none while many wait or Slurm does not answer. */
final class SlurmInquest implements Inquest, AutoCloseable {
    static final String LABEL = "slurm_job";
    private static final int MANY = 8;
    private static final int LOOKS = 6;
    /** Who asks for one does so within a minute. */
    private static final int KEPT = 200;

    private static final long PERIOD_MILLIS = 500;
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final SlurmCommands slurm;
    private final Consumer<String> log;
    /** By job; only the last ones, since each comes with what it printed last. */
    private final Map<String, Found> found;

    private final Map<String, Boolean> asking = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("attune-inquest"));
    private volatile long quietUntil = System.nanoTime();

    /** What Slurm says of a job, and what the job printed last. */
    private record Found(SlurmFields job, boolean isTold, List<String> output) {
        JobState state(WorkerHandle worker) {
            JobState state = EndingState.of(job, isTold);
            return MemoryWitness.state(job, state, output, worker.grants().host());
        }

        boolean isOfSeveral(WorkerHandle worker) {
            return !MemoryWitness.names(job, output, worker.grants().host())
                    && Stream.of("NumNodes", "NumTasks")
                            .flatMap(name -> job.text(name).stream())
                            .anyMatch(count -> !count.equals("1"));
        }
    }

    SlurmInquest(SlurmCommands slurm, Consumer<String> log) {
        this(slurm, log, KEPT);
    }

    /** {@code kept}: of how many jobs is known what became of them. */
    SlurmInquest(SlurmCommands slurm, Consumer<String> log, int kept) {
        this.slurm = slurm;
        this.log = log;
        this.found = Collections.synchronizedMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Found> eldest) {
                return size() > kept;
            }
        });
    }

    @Override
    public void begin(WorkerHandle worker, boolean isTold) {
        String job = job(worker);
        if (!job.isEmpty()
                && System.nanoTime() - quietUntil >= 0
                && waiting.get() < MANY
                && asking.putIfAbsent(job, true) == null) {
            waiting.incrementAndGet();
            found.remove(job);
            thread.execute(() -> look(worker, job, isTold, LOOKS));
        }
    }

    @Override
    public boolean isAsking(WorkerHandle worker) {
        return asking.containsKey(job(worker));
    }

    @Override
    public Optional<JobState> found(WorkerHandle worker) {
        return Optional.ofNullable(found.get(job(worker)))
                .map(what -> what.state(worker))
                .filter(SlurmInquest::isNews);
    }

    @Override
    public boolean isShared(WorkerHandle worker) {
        return Optional.ofNullable(found.get(job(worker)))
                .filter(what -> what.isOfSeveral(worker))
                .isPresent();
    }

    private static String job(WorkerHandle worker) {
        return worker.grants().labels().getOrDefault(LABEL, "");
    }

    private static boolean isNews(JobState state) {
        return state.isOver() || state.isWaiting();
    }

    /** A job that is requeued looks in its first moment as one that is cancelled. */
    private void look(WorkerHandle worker, String job, boolean isTold, int looks) {
        Optional<Found> what = ask(job, isTold && looks <= LOOKS - 2);
        JobState state = what.map(one -> one.state(worker)).orElse(JobState.UNKNOWN);
        if (isNews(state)) {
            found.put(job, what.get());
            log.accept("job " + job + ", of " + worker.name() + ": Slurm says " + state);
        } else if (looks > 1 && System.nanoTime() - quietUntil >= 0) {
            thread.schedule(() -> look(worker, job, isTold, looks - 1), PERIOD_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        asking.remove(job);
        waiting.decrementAndGet();
    }

    private Optional<Found> ask(String job, boolean isTold) {
        try {
            if (slurm.areThere()) {
                return slurm.one(job).map(fields -> new Found(fields, isTold, output(fields)));
            }
        } catch (IOException e) {
            quietUntil = System.nanoTime() + QUIET_NANOS;
            log.accept("Slurm does not say what became of job " + job + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        quietUntil = System.nanoTime() + QUIET_NANOS;
        return Optional.empty();
    }

    /** Nothing where the file is not to be seen from here. */
    private static List<String> output(SlurmFields job) {
        return job.text("StdErr")
                .or(() -> job.text("StdOut"))
                .map(file -> Tail.of(Path.of(file)).lines().toList())
                .orElse(List.of());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
