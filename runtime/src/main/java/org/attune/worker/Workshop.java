package org.attune.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.attune.engine.slurm.SlurmPlace;
import org.attune.engine.slurm.TrialStep;
import org.attune.machine.Machine;
import org.attune.spec.SlurmSpec;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.attune.spec.Trainable;
import org.attune.trial.MemoryKills;
import org.attune.trial.Program;
import org.attune.trial.java.JavaProgram;
import org.attune.trial.python.PythonSetup;
import org.attune.tuner.Signal;
import org.attune.wire.StudyBrief;

/** What the studies have in common that a worker hosts. Thread-safe. */
public final class Workshop {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration MEMORY_PERIOD = Duration.ofSeconds(1);

    private final Map<String, String> environment;
    private final Machine machine;
    private final StudySites sites;
    private final CpuPool cpus;
    private final boolean isAlone;
    private final MemoryKills memoryKills = MemoryKills.here();
    private MemoryGuard memoryGuard;

    /**
     * @param environment of this process, of which trials get what is {@link HandedOn}
     * @param machine what trials may use
     */
    public Workshop(Map<String, String> environment, Machine machine, StudySites sites) {
        this(HandedOn.of(environment), machine, sites, false);
    }

    private Workshop(Map<String, String> environment, Machine machine, StudySites sites, boolean isAlone) {
        this.environment = environment;
        this.machine = machine;
        this.sites = sites;
        this.isAlone = isAlone;
        this.cpus = new CpuPool(machine.cpus());
    }

    /**
     * For a run on this machine alone: trials get the environment as it is, and its devices if they ask for none, a study does not wait until its imports are done, and what fails is not the
     * fault of one machine among others.
     */
    public static Workshop alone(Map<String, String> environment, Machine machine, StudySites sites) {
        return new Workshop(environment, machine, sites, true);
    }

    /** A study that can be run here. {@code grace}: between asking a trial to end and making it. */
    record Ready(LocalWorker trials, StudySite site, Duration grace) {}

    /**
     * Makes all ready for a study's trials: files, environment, warm processes. May take minutes.
     *
     * @param progress told, line by line, what takes time
     * @throws IOException or a RuntimeException, saying in words for people why it cannot be
     */
    Ready prepare(StudyBrief brief, Consumer<Signal> signals, Consumer<String> progress)
            throws IOException, InterruptedException {
        StudySpec spec = StudySpecReader.fromJson(brief.spec());
        StudySite site = sites.open(brief, progress);
        try {
            PythonSetup python = new PythonSetup(brief.id(), environment, progress);
            LocalWorker trials = open(spec, site, python, signals, progress);
            return new Ready(trials, site, spec.grace());
        } catch (IOException | InterruptedException | RuntimeException e) {
            site.close();
            throw e;
        }
    }

    /** Made with the first study: what then is wrong with it concerns that study. */
    private synchronized MemoryGuard memoryGuard() {
        if (memoryGuard == null) {
            memoryGuard = isAlone && SlurmPlace.of(environment).isEmpty()
                    ? MemoryGuard.none()
                    : new MemoryGuard(
                            ProcessHandle.current().pid(), machine.memory().most(), MEMORY_PERIOD);
        }
        return memoryGuard;
    }

    private LocalWorker open(
            StudySpec spec, StudySite site, PythonSetup python, Consumer<Signal> signals, Consumer<String> progress)
            throws IOException, InterruptedException {
        Program program = spec.trainable() instanceof Trainable.JavaClass java
                ? JavaProgram.of(java, spec.resources(), site.classPath(), python)
                : Program.of(spec.trainable(), site.folder(), python);
        if (!isAlone) {
            new Preflight(program, site.folder(), environment)
                    .look(machine.gpus(), spec.resources().gpu() > 0, site.written());
        }
        Optional<TrialStep> step = step(spec, progress);
        LocalWorker worker = new LocalWorker(
                WorkerSettings.of(spec, site.folder()),
                step.isPresent() ? program.fresh() : program,
                environment,
                new Shares(machine, spec.resources(), cpus),
                memoryKills,
                memoryGuard(),
                step,
                site::keep,
                isAlone,
                progress);
        worker.open(signals);
        if (isAlone) {
            return worker;
        }
        try {
            worker.awaitWarm(PATIENCE);
            Preflight.look(program, worker.absent());
        } catch (InterruptedException | RuntimeException e) {
            worker.close();
            throw e;
        }
        return worker;
    }

    private Optional<TrialStep> step(StudySpec spec, Consumer<String> progress) {
        boolean isWanted = spec.slurm().filter(SlurmSpec::stepPerTrial).isPresent();
        double gpus = spec.resources().gpu();
        if (isWanted && gpus != Math.rint(gpus)) {
            progress.accept("slurm.step_per_trial is left out: steps cannot share a GPU (resources.gpu: " + gpus + ")");
            return Optional.empty();
        }
        return isWanted ? TrialStep.of(environment) : Optional.empty();
    }
}
