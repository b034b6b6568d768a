package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.attune.analysis.StudyFolders;
import org.attune.carry.LinkLostException;
import org.attune.cli.cluster.HeadAccess;
import org.attune.cli.cluster.NoHead;
import org.attune.cli.live.Progress;
import org.attune.cli.live.Screen;
import org.attune.cli.slurm.GoingOn;
import org.attune.client.Conversation;
import org.attune.client.HeadGoneException;
import org.attune.client.RefusedException;
import org.attune.engine.slurm.AllocationEnd;
import org.attune.spec.SpecAdvice;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecWriter;
import org.attune.spec.Trainable;
import org.attune.trial.JavaTrainables;
import org.attune.tuner.Opening;
import org.attune.wire.Question;
import org.attune.wire.ToClient;

/** One run of a study on a cluster, watched by people as if it were here. */
final class ClusterRun {
    private static final Duration A_MOMENT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration RETURN_OF_THE_HEAD = Duration.ofMinutes(10);

    private final Definition definition;
    private final StudySpec spec;
    private final List<Path> classPath;
    private final Opening opening;
    private final ClusterOptions options;
    private final OptionalInt workers;
    private final String called;
    private final String again;
    private volatile HeadAccess head;
    private FollowedStudy study;

    /**
     * @param classPath of a Java trainable
     * @param workers how many must be there before it begins
     * @param called how Attune was called
     * @param again the command line by which the study goes on
     */
    ClusterRun(
            Definition definition,
            List<Path> classPath,
            Opening opening,
            ClusterOptions options,
            OptionalInt workers,
            String called,
            String again) {
        this.definition = definition;
        this.spec = definition.spec();
        this.classPath = classPath;
        this.opening = opening;
        this.options = options;
        this.workers = workers;
        this.called = called;
        this.again = again;
    }

    /** Of its results, where the head is this process. */
    Path folder() {
        return StudyFolders.standard().folder(spec.study());
    }

    /** That the files it names are there; {@link #run} does it, too. */
    void check() throws IOException {
        definition.checkFiles();
        if (spec.trainable() instanceof Trainable.JavaClass java) {
            JavaTrainables.check(java.name(), classPath);
        }
    }

    /**
     * @param terminal where to draw; absent for lines
     * @return the exit code
     */
    int run(CompletableFuture<Optional<Screen>> terminal, PrintWriter out, PrintWriter err)
            throws IOException, InterruptedException {
        check();
        SpecAdvice.of(spec).forEach(advice -> err.println("hint: " + advice));
        head = options.head()
                .dial(
                        A_MOMENT,
                        why -> err.println("attune: " + why + " Looking for it for " + A_MOMENT.toSeconds() + " s."));
        try {
            if (workers.isPresent()) {
                String remedy = options.isOwn()
                        ? "the tasks of the step are starting"
                        : options.head().command(called, "worker") + " starts one";
                new Gathering(workers.getAsInt(), options.deadline(), remedy).await(head, err::println);
            }
            return watch(carry(err::println), opening, terminal.join(), out, err);
        } finally {
            if (head != null) {
                head.close();
            }
        }
    }

    private Carried carry(Consumer<String> say) throws IOException, InterruptedException {
        while (true) {
            try {
                return Carried.of(definition, classPath, options.ship(), head.connection(), say);
            } catch (LinkLostException e) {
                say.accept("The head is gone: " + e.getMessage().replaceFirst("[.]?$", ".")
                        + " What it has of the files stays. Looking for the next one.");
                Thread.sleep(PAUSE.toMillis());
                dialAgain(say);
            }
        }
    }

    private int watch(Carried carried, Opening how, Optional<Screen> terminal, PrintWriter out, PrintWriter err)
            throws IOException, InterruptedException {
        boolean isOver;
        try (Watching watching = watching(terminal, out)) {
            study = new FollowedStudy(watching.progress(), watching::slots);
            watching.onWarning(() -> pause(false, true, Watching.WARNED, watching.progress()));
            watching.onInterrupt(() -> pause(false, watching), () -> pause(true, watching));
            if (options.isOwn()) {
                AllocationEnd.here().tell((at, news) -> watching.progress().endsAt(at));
            }
            isOver = follow(question(carried, how), watching.progress());
        } catch (RefusedException e) {
            if (!study.isQuestion() || !Acceptance.canBeAsked(terminal)) {
                throw new BadInput(e.getMessage(), e);
            }
            Acceptance.ask(e.getMessage(), err);
            return watch(carried, how.acceptingChanges(true), Terminals.find().map(screen -> screen), out, err);
        }
        if (!isOver) {
            leave(out);
            return ExitCode.OK;
        }
        farewell(out);
        return ExitCode.of(study.outcome());
    }

    private Watching watching(Optional<Screen> terminal, PrintWriter out) {
        Interrupts interrupts = options.isOwn() ? Interrupts.ofStep() : Interrupts.ofKeyboard();
        return Watching.start(spec, Plan.trials(spec), terminal, Clock.systemDefaultZone(), out, interrupts);
    }

    private void leave(PrintWriter out) {
        out.println(spec.study() + " runs on the cluster.");
        out.println("Follow:     " + again.replaceFirst(" --detach\\b", ""));
        out.println("Pause:      " + options.head().command(called, "pause", spec.study()));
    }

    private Question question(Carried carried, Opening how) {
        Map<String, Object> options = new HashMap<>();
        options.put("takeOver", how.takeOver());
        options.put("acceptChanges", how.acceptChanges());
        how.exhausted().ifPresent(job -> options.put("exhausted", job));
        return new Question.RunStudy(
                StudySpecWriter.toJson(spec),
                definition.folder().toString(),
                carried.files(),
                carried.classPath(),
                options);
    }

    /**
     * @return whether the study is over or paused; else it is left running
     * @throws RefusedException if the head does not run it
     */
    private boolean follow(Question question, Progress progress) throws IOException, InterruptedException {
        while (true) {
            try (Conversation conversation = head.client().ask(question, study::take)) {
                CompletableFuture<Void> enough = new CompletableFuture<>();
                conversation.onEnd(why -> enough.complete(null));
                if (options.detach()) {
                    study.begun().thenRun(() -> enough.complete(null));
                }
                enough.get();
                return conversation.await(Duration.ZERO);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (HeadGoneException e) {
                progress.stands(true);
                progress.say("The head is gone: " + e.getMessage().replaceFirst("[.]?$", ".")
                        + " Trials go on without it. Looking for the next one.");
                dialAgain(progress::say);
            }
        }
    }

    private void dialAgain(Consumer<String> say) throws IOException, InterruptedException {
        HeadAccess gone = head;
        head = null;
        gone.close();
        try {
            head = options.head().dial(RETURN_OF_THE_HEAD, why -> {});
            say.accept("There is a head again.");
        } catch (NoHead e) {
            throw new BadInput(
                    "the head has not come back within " + RETURN_OF_THE_HEAD.toMinutes()
                            + " minutes, and workers without one end their trials. '"
                            + options.head().command(called, "cluster", "start")
                            + "' starts the next one, which goes on with the study.",
                    e);
        }
    }

    /** On the thread of a signal. */
    private void pause(boolean now, Watching watching) {
        if (watching.isInterruptedBySlurm()) {
            options.endSoon(now);
        }
        pause(now, false, now ? "Ending all trials at once." : watching.pausing(), watching.progress());
    }

    private void pause(boolean now, boolean allocation, String text, Progress progress) {
        HeadAccess there = head;
        if (there == null) {
            System.err.println("attune: there is no head to tell. The study goes on as soon as there is one.");
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
            return;
        }
        progress.notice(text);
        there.client().ask(new Question.PauseStudy(spec.study(), now, allocation), message -> {
            if (message instanceof ToClient.Part part) {
                progress.notice(String.valueOf(part.value().get("line")));
            }
        });
    }

    private void farewell(PrintWriter out) throws IOException {
        Optional<String> name =
                study.visible().map(folder -> folder.equals(folder()) ? spec.study() : folder.toString());
        new Farewell(spec, name, study.where(), called, again, GoingOn.of(folder(), System.getenv()))
                .print(study.study(), study.outcome(), study.wasOver(), out);
    }
}
