package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.attune.background.Daemons;
import org.attune.cli.cluster.OwnCluster;
import org.attune.cli.slurm.StepFolder;
import org.attune.engine.slurm.SlurmPlace;
import org.attune.worker.join.Caps;
import org.attune.worker.join.Joining;

/** One of several tasks that {@code srun} started with the same command: the first does what it says, on a cluster of which all are workers, itself too. */
public final class StepRun {
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 1_000;

    /** What is to be done on the cluster of a folder; its exit code. */
    public interface Work {
        int on(Path folder) throws IOException, InterruptedException;
    }

    private final SlurmPlace place;
    private final StepFolder folder;
    private final Map<String, String> environment;
    private final PrintWriter err;

    private StepRun(SlurmPlace place, Map<String, String> environment, PrintWriter err) {
        this.place = place;
        this.folder = StepFolder.of(place, environment);
        this.environment = environment;
        this.err = err;
    }

    /** Absent where this process was not started by {@code srun}, or alone. */
    public static Optional<StepRun> of(Map<String, String> environment, PrintWriter err) {
        return SlurmPlace.of(environment)
                .filter(place -> place.part() == SlurmPlace.Part.TASK && place.tasks() > 1)
                .map(place -> new StepRun(place, environment, err));
    }

    /**
     * @param work what the first task does
     * @return the exit code of this task
     */
    public int run(Work work) throws IOException, InterruptedException {
        return place.rank() == 0 ? lead(work) : work();
    }

    /** Is a worker until the first task has done its work, which it may have before this one came. What it says would be between the lines of the first, and is in a file. */
    private int work() throws IOException, InterruptedException {
        if (folder.isOver()) {
            return ExitCode.OK;
        }
        Path log = folder.log(place.rank());
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(log))) {
            return new WorkerRun(environment, Caps.none(), null, MARGIN, false, out)
                    .run(dialer -> WorkerRun.folder(folder.path(), dialer), this::leaveWhenOver);
        }
    }

    private void leaveWhenOver(Joining joining) {
        Daemons.thread("step", () -> {
                    try {
                        while (!folder.isOver()) {
                            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                        }
                        joining.leave("the first task of the step is done", false);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start();
    }

    private int lead(Work work) throws IOException, InterruptedException {
        folder.begin();
        try {
            OwnCluster cluster = OwnCluster.start(folder.path());
            err.println("Step " + place.step() + " of Slurm's job " + place.job() + ": " + place.tasks() + " tasks on "
                    + String.join(", ", place.nodes()) + ".");
            Process worker = worker();
            try {
                return work.on(folder.path());
            } finally {
                cluster.stop();
                end(worker);
            }
        } finally {
            folder.end();
        }
    }

    private Process worker() throws IOException {
        return new ProcessBuilder(
                        ThisProgram.file().toString(),
                        "worker",
                        "--cluster",
                        folder.path().toString())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(folder.log(place.rank()).toFile())
                .redirectErrorStream(true)
                .start();
    }

    /** It has left with its cluster, unless it was still looking for it. */
    private static void end(Process worker) throws InterruptedException {
        worker.destroy();
        if (!worker.waitFor(LAST_WORDS.toSeconds(), TimeUnit.SECONDS)) {
            worker.destroyForcibly();
        }
    }
}
