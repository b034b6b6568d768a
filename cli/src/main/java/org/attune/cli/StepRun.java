package org.attune.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.attune.background.Daemons;
import org.attune.cli.cluster.OwnCluster;
import org.attune.cli.slurm.LostScript;
import org.attune.cli.slurm.Reach;
import org.attune.cli.slurm.StepDial;
import org.attune.cli.slurm.StepEnd;
import org.attune.cli.slurm.StepFolder;
import org.attune.cli.slurm.StepOrders;
import org.attune.cli.slurm.StepText;
import org.attune.engine.slurm.SlurmCommands;
import org.attune.engine.slurm.SlurmGrant;
import org.attune.engine.slurm.SlurmPlace;
import org.attune.wire.Dialer;
import org.attune.worker.join.Caps;
import org.attune.worker.join.Dial;
import org.attune.worker.join.Joining;

/**
 * One of several tasks that {@code srun} started with the same command: the first does what it says, on a cluster of which all are workers, itself too. Its process is head and worker at once: one process a node begins soonest.
 */
public final class StepRun {
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** What is to be done on the cluster of a folder; its exit code. */
    public interface Work {
        int on(Path folder) throws IOException, InterruptedException;
    }

    /** Finds out whether that can be done at all, before there is a cluster. */
    public interface Preparation {
        Work prepared() throws IOException, InterruptedException;
    }

    private final SlurmPlace place;
    private final StepFolder folder;
    private final Map<String, String> environment;
    private final PrintWriter err;
    private final AtomicReference<Joining> own = new AtomicReference<>();

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

    /** Of the cluster. */
    Path folder() {
        return folder.path();
    }

    public int tasks() {
        return place.tasks();
    }

    /**
     * @param preparation of what the first task does; called there alone
     * @return the exit code of this task
     */
    public int run(Preparation preparation) throws IOException, InterruptedException {
        return place.rank() == 0 ? lead(preparation) : work();
    }

    /**
     * Trials of all tasks are asked to save at once, by the tasks themselves: what Slurm sends to one process of a step it sends to all.
     *
     * @param now whether they are not to save, but to end
     */
    void endSoon(boolean now) {
        folder.end();
        Joining joining = own.get();
        if (joining != null) {
            joining.leave("the step was told to end", now);
        }
    }

    private int lead(Preparation preparation) throws IOException, InterruptedException {
        try (StepFolder.Lead held = folder.begin();
                Interrupts interrupts = Interrupts.ofStep()) {
            interrupts.are(this::leave, this::leave);
            StepOrders.obey(environment, System.in);
            Work work = preparation.prepared();
            StepText text = new StepText(place, folder, environment);
            err.println(text.begin());
            double cpus = SlurmGrant.here(environment, false).cpus().count();
            text.warning(cpus).ifPresent(warning -> err.println("attune: " + warning));
            text.idle().ifPresent(warning -> err.println("attune: " + warning));
            // It finds out what it has while the head starts.
            Thread worker = ownWorker();
            OwnCluster cluster = OwnCluster.start(folder.path());
            try {
                err.println(
                        text.tunnel(cluster.address().host(), cluster.address().port()));
                return work.on(folder.path());
            } finally {
                // The end is under way, and takes a moment.
                interrupts.are(() -> {}, this::leave);
                held.end();
                cluster.stop();
                worker.join(LAST_WORDS.toMillis());
            }
        }
    }

    /** On the thread of a signal, while there is no trial that could save anything. */
    private void leave() {
        err.println("attune: the step was told to end, and no trial runs.");
        folder.end();
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }

    private Thread ownWorker() {
        Thread thread = Daemons.thread("attune-own-worker", () -> {
            try (PrintWriter out = log()) {
                run(out).runBeside(this::dial, own::set);
            } catch (IOException | RuntimeException e) {
                err.println("attune: the first task is no worker: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }

    /** Is a worker until the first task has done its work, which it may have before this one came. */
    private int work() throws IOException, InterruptedException {
        if (folder.ended().isPresent()) {
            return ExitCode.OK;
        }
        AtomicReference<StepEnd> end = new AtomicReference<>(StepEnd.DONE);
        try (Interrupts interrupts = Interrupts.ofStep();
                PrintWriter out = log()) {
            run(out).runBeside(this::dial, joining -> {
                WorkerRun.leaveBy(interrupts, joining);
                // The first task hears it as well, and has trials pause.
                interrupts.warn(() -> {});
                leaveWithTheStep(joining, end);
            });
        }
        return switch (end.get()) {
            case DONE -> ExitCode.OK;
            case UNREACHED -> {
                String first = place.nodes().get(0);
                beginJobAnew(() -> Reach.isThere(first));
                yield ExitCode.OK;
            }
            case GONE -> {
                beginJobAnew(() -> false);
                yield ExitCode.INTERRUPTED;
            }
            case KILLED, ABSENT -> ExitCode.INTERRUPTED;
        };
    }

    /** If the node of its script is lost. */
    private void beginJobAnew(BooleanSupplier isThere) throws IOException, InterruptedException {
        try (BufferedWriter out = Files.newBufferedWriter(folder.log(place.rank()), StandardOpenOption.APPEND);
                PrintWriter log = new PrintWriter(out, true)) {
            new LostScript(place, SlurmCommands.here(), log::println).beginAnew(isThere);
        }
    }

    private void leaveWithTheStep(Joining joining, AtomicReference<StepEnd> end) {
        Daemons.thread("attune-step", () -> {
                    try {
                        end.set(folder.awaitEnd(joining::isJoined, LOOK));
                        joining.leave(end.get().sentence(), false);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .start();
    }

    /** What a worker says would be between the lines of the study, and is in a file. */
    private PrintWriter log() throws IOException {
        return new PrintWriter(Files.newBufferedWriter(folder.log(place.rank())));
    }

    private WorkerRun run(PrintWriter out) {
        return new WorkerRun(environment, Caps.none(), null, MARGIN, false, out).ofHeadsJob();
    }

    private Dial dial(Dialer dialer) {
        return new StepDial(folder, WorkerRun.folder(folder.path(), dialer));
    }
}
