package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.StudyFolders;
import org.attune.cli.live.Progress;
import org.attune.cli.live.Screen;
import org.attune.cli.slurm.GoingOn;
import org.attune.engine.slurm.AllocationEnd;
import org.attune.engine.slurm.SlurmGrant;
import org.attune.local.LocalRunner;
import org.attune.machine.Machine;
import org.attune.spec.SpecAdvice;
import org.attune.spec.StudySpec;
import org.attune.spec.Trainable;
import org.attune.trial.JavaTrainables;
import org.attune.trial.OutputLog;
import org.attune.tuner.InProcessRunner;
import org.attune.tuner.OpenedStudy;
import org.attune.tuner.Opening;
import org.attune.tuner.Outcome;
import org.attune.tuner.SpecChangedException;
import org.attune.tuner.TrialRunner;
import org.attune.tuner.Tuner;
import org.attune.worker.OneMachine;

/** One run of a study on this machine, watched by people. */
final class StudyRun {
    private final Definition definition;
    private final StudySpec spec;
    private final List<Path> classPath;
    private final Opening opening;
    private final String called;
    private final String again;
    private final Path folder;
    private final Clock clock = Clock.systemDefaultZone();

    /**
     * @param classPath of a Java trainable
     * @param called how Attune was called
     * @param again the command line by which the study goes on
     */
    StudyRun(Definition definition, List<Path> classPath, Opening opening, String called, String again) {
        this.definition = definition;
        this.spec = definition.spec();
        this.classPath = classPath;
        this.opening = opening;
        this.called = called;
        this.again = again;
        this.folder = StudyFolders.standard().folder(spec.study());
    }

    /**
     * @param terminal where to draw; absent for lines
     * @return the exit code
     */
    int run(CompletableFuture<Optional<Screen>> terminal, PrintWriter out, PrintWriter err)
            throws IOException, InterruptedException {
        definition.checkFiles();
        SpecAdvice.of(spec).forEach(advice -> err.println("hint: " + advice));
        OptionalInt trials = Plan.trials(spec);
        Outcome outcome;
        boolean complete = false;
        Stalls stalls = new Stalls(folder, text -> err.println("attune: " + text));
        try (OpenedStudy study = open(stalls, terminal, err)) {
            if (study.outcome().isPresent()) {
                outcome = study.outcome().get();
                complete = true;
            } else {
                try (Watching watching = Watching.start(spec, trials, terminal.join(), clock, out)) {
                    stalls.to(watching.progress()::say);
                    outcome = run(study, watching, stalls, out);
                }
            }
        }
        new Farewell(spec, Optional.of(spec.study()), folder.toString(), called, again, submitted())
                .print(LoadedStudy.read(folder), outcome, complete, out);
        return ExitCode.of(outcome);
    }

    private OpenedStudy open(Stalls stalls, CompletableFuture<Optional<Screen>> terminal, PrintWriter err)
            throws IOException {
        try {
            return OpenedStudy.open(folder, spec, opening, clock, stalls.disk());
        } catch (SpecChangedException e) {
            if (!e.change().isAllowed() || !Acceptance.canBeAsked(terminal.join())) {
                throw e;
            }
            Acceptance.ask(e.getMessage(), err);
            return OpenedStudy.open(folder, spec, opening.acceptingChanges(true), clock, stalls.disk());
        }
    }

    private Outcome run(OpenedStudy study, Watching watching, Stalls stalls, PrintWriter out)
            throws InterruptedException {
        Progress progress = watching.progress();
        study.tornTail().ifPresent(tail -> progress.say("The journal's end was not whole and was cut off: " + tail));
        study.changes().forEach(change -> progress.say("Changed since the last run: " + change));
        watching.onInterrupt(() -> leave(watching, out), () -> leave(watching, out));
        TrialRunner runner = begun(study, progress);
        watching.slots(runner.capacity().slots());
        Tuner tuner = study.tuner(runner, progress);
        AllocationEnd.here().tell((at, news) -> {
            tuner.mustEndBy(at);
            progress.endsAt(at);
            if (!news.isEmpty()) {
                progress.say(news);
            }
        });
        progress.changed(study.planner().study(), List.of());
        watching.onWarning(() -> {
            progress.notice(stalls.pause().orElse(Watching.WARNED));
            tuner.allocationEnds();
        });
        watching.onInterrupt(
                () -> {
                    progress.notice(stalls.pause().orElseGet(watching::pausing));
                    if (watching.isInterruptedBySlurm()) {
                        tuner.interruptSoon();
                    } else {
                        tuner.interrupt();
                    }
                },
                () -> {
                    progress.notice(stalls.end().orElse("Ending all trials at once."));
                    tuner.kill();
                });
        return tuner.run();
    }

    private Optional<GoingOn> submitted() throws IOException {
        return GoingOn.of(folder, System.getenv());
    }

    /** Before the first trial there is nothing to save. */
    private void leave(Watching watching, PrintWriter out) {
        try {
            watching.close();
            out.println("Ended before a trial began. Go on: "
                    + submitted().map(job -> job.text(false)).orElse(again));
            out.flush();
        } catch (IOException e) {
            out.println(e.getMessage());
        } finally {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
    }

    /** A study whose trials cannot even be prepared has not begun: it may be defined anew. */
    private TrialRunner begun(OpenedStudy study, Progress progress) throws InterruptedException {
        try {
            return runner(progress);
        } catch (RuntimeException e) {
            study.forgetUnlessBegun(OutputLog.FILE);
            throw e;
        }
    }

    private TrialRunner runner(Progress progress) throws InterruptedException {
        if (spec.trainable() instanceof Trainable.JavaClass java && java.inThread()) {
            Machine machine = SlurmGrant.here(System.getenv(), spec.resources().gpu() > 0);
            // The threads of trials inherit it.
            Thread.currentThread().setContextClassLoader(ClassPaths.loader(classPath));
            return new InProcessRunner(JavaTrainables.load(java.name()), OneMachine.capacity(spec, machine), folder);
        }
        return LocalRunner.of(spec, definition.folder(), classPath, folder, progress::say);
    }
}
