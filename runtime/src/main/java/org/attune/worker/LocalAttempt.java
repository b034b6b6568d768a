package org.attune.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.attune.study.Cause;
import org.attune.study.Verdict;
import org.attune.trial.CommandLine;
import org.attune.trial.ExitStatus;
import org.attune.trial.LastWords;
import org.attune.trial.LineScanner;
import org.attune.trial.OutputPart;
import org.attune.trial.PrintedReports;
import org.attune.trial.RawReport;
import org.attune.trial.TrialEnvironment;
import org.attune.trial.UnreadableReport;
import org.attune.trial.process.CannotRun;
import org.attune.trial.process.Ended;
import org.attune.trial.process.StartRequest;
import org.attune.trial.process.TrialProcess;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.ToWorker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt, from its start to the point where nothing of it is left. */
final class LocalAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(LocalAttempt.class);
    private static final Set<String> FROM_OUTSIDE = Set.of("KILL", "TERM", "USR1");
    /** By HUP, INT, TERM, or as programs exit that were. */
    private static final Set<Integer> ASKED = Set.of(128 + 1, 128 + 2, 128 + 15);

    private static final Duration ORDER = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final WorkerContext worker;
    private final Command.Start start;
    private final Place place;
    private final ReportDesk desk;
    private final PrintedReports printedReports;
    private final LastWords lastWords = new LastWords();
    private final AtomicBoolean unreadableNoted = new AtomicBoolean();
    private final CompletableFuture<Void> turnedAway = new CompletableFuture<>();

    private int threads;

    // Guarded by this object's lock.
    private TrialProcess process;
    private boolean over;
    private Cause told;
    private String why = "";
    private String excuse;
    private long askedAt;
    private ScheduledFuture<?> reminder;
    private ScheduledFuture<?> timeLimit;

    LocalAttempt(WorkerContext worker, Command.Start start, Place place) {
        this.worker = worker;
        this.start = start;
        this.place = place;
        this.desk = new ReportDesk(start, worker.settings().metric(), worker.keep(), worker.signals());
        this.printedReports = new PrintedReports(worker.program().report());
        if (!place.speaks()) {
            desk.drop();
        }
    }

    /** Runs it to its end; whatever goes wrong becomes the attempt's, unless the machine is to blame. */
    Signal.AttemptOver run() {
        Signal.AttemptOver end = untilNothingIsLeft();
        synchronized (this) {
            return excuse == null || end.cause() != Cause.ERROR ? end : over(Cause.PREEMPTED, excuse, end.exit());
        }
    }

    private Signal.AttemptOver untilNothingIsLeft() {
        Share share = Share.NOTHING;
        try {
            share = worker.shares().take(place);
            return live(share);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return over(Cause.PREEMPTED, "", OptionalInt.empty());
        } catch (CannotRun e) {
            return toldCause()
                    .map(cause -> over(cause, "", OptionalInt.empty()))
                    .orElseGet(() -> over(Cause.ERROR, e.getMessage(), OptionalInt.of(e.exit())));
        } catch (IOException | RuntimeException | Error e) {
            LOG.debug("Attempt {} at trial {} could not be run.", start.attempt(), start.trial(), e);
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            return toldCause()
                    .map(cause -> over(cause, why, OptionalInt.empty()))
                    .orElseGet(() ->
                            over(isMachineToBlame() ? Cause.NODE_LOST : Cause.ERROR, message, OptionalInt.empty()));
        } finally {
            worker.shares().giveBack(share);
            desk.close();
            removeSaveFolder();
        }
    }

    /** The head's answer to a report. A trial that can not read it, or does not heed it within the grace period, is asked by a signal. */
    void answer(Command.Answer answer) {
        Optional<Verdict> verdict = answer.verdict();
        // First what it is told, then the telling: it may be gone in no time.
        synchronized (this) {
            told = verdict.map(Verdict::cause).orElse(told);
        }
        boolean heard = desk.answer(answer);
        if (verdict.isPresent()) {
            synchronized (this) {
                if (!heard) {
                    end(false);
                } else if (reminder == null) {
                    later(() -> end(false));
                }
            }
        }
    }

    /** Ends it because this machine fails it, of which its own error may be the consequence. */
    void excuse(String reason) {
        synchronized (this) {
            excuse = reason;
        }
        endFor(Cause.PREEMPTED, reason);
    }

    /** Ends it because of something it did: asks, and kills it after the grace period. */
    void endFor(Cause cause, String reason) {
        synchronized (this) {
            if (told != null || over) {
                return;
            }
            told = cause;
            why = reason;
        }
        end(false);
    }

    /** Asks it to end, and kills it after the grace period; {@code now}: kills it at once. */
    void end(boolean now) {
        if (now) {
            // On its own: a report that is being taken holds the desk, as long as the disk makes its checkpoint wait.
            worker.threads().execute(desk::hurry);
        }
        signalTheEnd(now);
    }

    /** Kills it at once, and gives up what it waits for: nobody asks what becomes of it. */
    void abandon() {
        worker.keep().abandon(start.trial(), start.attempt());
        end(true);
    }

    private synchronized void signalTheEnd(boolean now) {
        if (over) {
            return; // what ended by itself is judged by that
        }
        told = told == null ? Cause.PREEMPTED : told;
        if (process == null) {
            turnedAway.complete(null);
        } else if (now) {
            process.signal("KILL");
        } else if (askedAt == 0) {
            askedAt = System.nanoTime();
            process.signal("TERM");
            later(() -> end(true));
        }
    }

    private Signal.AttemptOver live(Share share) throws IOException, InterruptedException {
        List<String> words = CommandLine.fill(worker.program().words(), start.configuration());
        long memoryKills = worker.memoryKills().count();
        Ended ended;
        limitTime();
        try (TrialProcess started = worker.starter().start(request(words, share), turnedAway)) {
            begin(started);
            watch(started, share);
            desk.answerBy(new Answers(started.answers(), worker.threads()));
            LineScanner channel = new LineScanner(desk::sent);
            Listener reports = new Listener(started.reports(), channel::feed);
            LineScanner lines = new LineScanner(this::scan, printedReports.mark());
            Listener output = new Listener(started.output(), (bytes, length) -> hear(lines, bytes, length));
            reports.startOn(worker.threads());
            output.startOn(worker.threads());
            ended = started.awaitEnd();
            awaitOrder(ended);
            boolean held = !reports.finish(SILENCE) | !output.finish(SILENCE);
            if (held) {
                started.sweep();
            }
            lines.finish();
        } finally {
            forget();
            worker.keep().finish(start.trial(), outputPart());
        }
        return judge(ended, words.get(0), memoryKills);
    }

    /** Slurm sends a signal to all processes of a step at once: what asked this one to end asks the worker, which says so a moment later. */
    private void awaitOrder(Ended ended) throws InterruptedException {
        long end = System.nanoTime() + ORDER.toNanos();
        while (ASKED.contains(ended.exit()) && toldCause().isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(ORDER.toMillis() / 50);
        }
    }

    private StartRequest request(List<String> words, Share share) throws IOException, InterruptedException {
        TrialEnvironment environment = environment(share.gpus());
        threads = environment.threads();
        return new StartRequest(
                start.trial(),
                start.attempt(),
                words,
                worker.program().call(),
                environment.variables(),
                share.cpus(),
                threads == 0 ? OptionalInt.empty() : OptionalInt.of(threads));
    }

    private void watch(TrialProcess started, Share share) {
        worker.signals()
                .accept(new Signal.Placed(
                        start.trial(),
                        start.attempt(),
                        share.placement(started.way().text(), started.pid(), threads)));
        worker.settings()
                .resources()
                .memory()
                .ifPresent(limit -> worker.memoryWatch()
                        .add(
                                started.pid(),
                                limit,
                                (bytes, most) -> endFor(Cause.OUT_OF_MEMORY, MemoryWatch.message(bytes, most))));
        worker.memoryGuard().add(started.pid(), this::crowdsOut);
    }

    /** It takes the memory of all others, who have no time to wait until it has saved. */
    private void crowdsOut(long bytes, long limit, int attempts) {
        endFor(Cause.OUT_OF_MEMORY, MemoryGuard.message(bytes, limit, attempts));
        end(true);
    }

    /** Also for the time that it waits for imports, which may hang. */
    private synchronized void limitTime() {
        start.timeLeft()
                .ifPresent(left -> timeLimit = worker.timer()
                        .schedule(() -> endFor(Cause.TIME_LIMIT, ""), left.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** From now on signals reach it; what was asked for before is done now. */
    private synchronized void begin(TrialProcess started) {
        process = started;
        if (turnedAway.isDone()) {
            process.signal("KILL");
        }
    }

    private synchronized void forget() {
        if (process != null) {
            worker.memoryWatch().remove(process.pid());
            worker.memoryGuard().remove(process.pid());
        }
        process = null;
        over = true;
        for (ScheduledFuture<?> pending : Arrays.asList(reminder, timeLimit)) {
            if (pending != null) {
                pending.cancel(false);
            }
        }
    }

    private TrialEnvironment environment(List<String> gpus) throws IOException, InterruptedException {
        WorkerSettings settings = worker.settings();
        TrialEnvironment environment = new TrialEnvironment(worker.inherited())
                .study(settings.study(), settings.metric())
                .attempt(worker.id(), start.trial(), start.attempt())
                .configuration(start.configuration())
                .steps(start.from(), start.until())
                .resources(settings.resources())
                .python(worker.program().client());
        if (start.checkpoint().isPresent()) {
            environment.checkpoint(checkpoint(start.checkpoint().get()));
        }
        environment.save(
                place.gang().isPresent()
                        ? worker.keep().sharedSaveFolder(start.trial(), start.attempt())
                        : worker.keep().newSaveFolder(start.trial(), start.attempt()));
        place.gang().ifPresent(environment::gang);
        worker.program().virtualEnvironment().ifPresent(environment::virtualEnvironment);
        if (!gpus.isEmpty() || !worker.isAlone()) {
            environment.gpus(worker.shares().gpus(), gpus);
        }
        return environment;
    }

    private Path checkpoint(String folder) throws IOException, InterruptedException {
        try {
            return worker.keep().checkpoint(start.trial(), start.attempt(), folder);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "the checkpoint of step " + start.from() + " to start from is missing: there is no folder "
                            + e.getMessage() + ". Was it removed by hand?",
                    e);
        }
    }

    private void hear(LineScanner lines, byte[] bytes, int length) throws InterruptedException {
        lastWords.add(bytes, length);
        worker.keep().append(start.trial(), outputPart(), Arrays.copyOf(bytes, length));
        lines.feed(bytes, length);
        desk.awaitAnswers();
    }

    private int outputPart() {
        int rank = place.gang().map(ToWorker.Gang::rank).orElse(0);
        return OutputPart.of(start.attempt(), rank);
    }

    private void scan(String line, boolean whole) {
        try {
            Optional<RawReport> report = printedReports.find(line, whole);
            if (report.isPresent()) {
                desk.printed(report.get());
            }
        } catch (UnreadableReport e) {
            note(e.getMessage());
        }
    }

    private void note(String problem) {
        if (unreadableNoted.compareAndSet(false, true)) {
            LOG.warn("Trial {}: a printed report was not taken: {}", start.trial(), problem);
            byte[] note = ("[attune: a report was not taken: " + problem + "]\n").getBytes(StandardCharsets.UTF_8);
            worker.keep().append(start.trial(), outputPart(), note);
        }
    }

    private Signal.AttemptOver judge(Ended ended, String program, long memoryKills) {
        int exit = ended.exit();
        Optional<Cause> cause = toldCause();
        if (!ended.watched()) {
            return over(cause.orElse(Cause.NODE_LOST), "the process that watched it was killed", OptionalInt.empty());
        } else if (cause.isPresent()) {
            return over(cause.get(), why, OptionalInt.of(exit));
        } else if (exit == 0) {
            return over(Cause.FINISHED, desk.isUsed() ? "" : whyNothingWasReported(), OptionalInt.of(0));
        }
        Optional<String> refusal = worker.starter().refusal(lastWords.line());
        if (refusal.isPresent()) {
            return over(Cause.NODE_LOST, refusal.get(), OptionalInt.of(exit));
        }
        boolean outOfMemory = lastWords.tellOfMemory()
                || ((exit == ExitStatus.KILLED || lastWords.tellOfAKill())
                        && worker.memoryKills().claim(memoryKills));
        if (!outOfMemory && FROM_OUTSIDE.contains(ended.signal())) {
            return over(
                    Cause.PREEMPTED,
                    "killed by signal " + ended.signal() + ", but not by Attune",
                    OptionalInt.of(exit));
        }
        String message = ExitStatus.message(
                exit,
                program,
                worker.settings().folder(),
                lastWords.line(),
                desk.isUsed() || !lastWords.isOneLineOf("gate: "));
        return over(outOfMemory ? Cause.OUT_OF_MEMORY : Cause.ERROR, message, OptionalInt.of(exit));
    }

    private String whyNothingWasReported() {
        return printedReports.complaint().orElseGet(() -> lastWords.tellWhy() ? "It printed: " + lastWords.line() : "");
    }

    private Signal.AttemptOver over(Cause cause, String message, OptionalInt exit) {
        return new Signal.AttemptOver(
                start.trial(), start.attempt(), cause, message.replaceAll("\\s*\\R\\s*", " "), exit);
    }

    private synchronized Optional<Cause> toldCause() {
        return Optional.ofNullable(told);
    }

    private void later(Runnable step) {
        if (reminder != null) {
            reminder.cancel(false);
        }
        reminder = worker.timer().schedule(step, worker.settings().grace().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Of several machines, only this one may have lost the folder. */
    private boolean isMachineToBlame() {
        return !worker.isAlone() && !Files.isDirectory(worker.settings().folder());
    }

    private void removeSaveFolder() {
        if (!place.speaks()) {
            return; // rank 0 does, which may still save
        }
        try {
            worker.keep().removeSaveFolder(start.trial(), start.attempt());
        } catch (IOException e) {
            LOG.warn("Cannot remove the folder that trial {} saved in: {}", start.trial(), e.toString());
        }
    }
}
