package org.attune.tuner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.attune.journal.FencedException;
import org.attune.journal.Journal;
import org.attune.study.Attempt;
import org.attune.study.Event;
import org.attune.study.Next;
import org.attune.study.Planner;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.study.Verdict;

/**
 * Drives a study: one thread that takes signals, lets the {@link Planner} say what follows, writes all of it to the journal, and gives commands once it
 * is durable. So nothing that a trial was told can be forgotten.
 *
 * <p>{@link #run} may be called once; {@link #interrupt}, {@link #interruptSoon} and {@link #kill} by any thread at any time.
 */
public final class Tuner {
    private final Planner planner;
    private final Journal journal;
    private final TrialRunner runner;
    private final TunerListener listener;
    private final Clock clock;
    private final Inbox inbox = new Inbox();
    private final Rests rests = new Rests();
    private final Spent spent;
    private final Judge judge;
    private final Allocations allocations;
    private final RunEnd end;
    private final Discards discards;
    private final Recorder recorder;
    private final Starter starter;
    private boolean closed;

    /**
     * @param planner in the state that the journal's events lead to
     * @param journal closed by {@link #run}
     * @param runner not opened yet; closed by {@link #run}
     */
    public Tuner(Planner planner, Journal journal, TrialRunner runner, TunerListener listener, Clock clock) {
        this(planner, journal, runner, listener, clock, System::nanoTime);
    }

    /** @param nanos by which the time of trials is counted: the clock may be set meanwhile */
    Tuner(
            Planner planner,
            Journal journal,
            TrialRunner runner,
            TunerListener listener,
            Clock clock,
            LongSupplier nanos) {
        this.planner = planner;
        this.judge = new Judge(planner, rests);
        this.journal = journal;
        this.runner = runner;
        this.listener = listener;
        this.clock = clock;
        this.spent = new Spent(nanos);
        this.allocations = new Allocations(planner, runner, rests, clock, nanos, listener::heldBack);
        this.end = new RunEnd(planner, runner, allocations, inbox);
        this.discards = new Discards(planner, runner);
        this.recorder = new Recorder(planner, journal, inbox, listener, allocations, discards, clock, nanos);
        this.starter = new Starter(planner, runner, recorder, end, spent, clock, this::take);
    }

    /** The run has to be over by then, as its allocation ends: trials save and pause before, and nothing begins that would come to nothing. By any thread at any time; again if that was changed. */
    public void mustEndBy(Instant time) {
        inbox.put(() -> {
            allocations.runEnds(time);
            end.beginInTime();
            study().running().stream()
                    .map(study()::trial)
                    .forEach(
                            trial -> end.interruptInTime(trial, trial.attempts().size()));
        });
    }

    /**
     * Runs the study until it ends or is interrupted.
     *
     * @throws RuntimeException if events could not be written; all trials have been ended by then
     */
    public Outcome run() {
        journal.onFailure(failure -> inbox.put(() -> {
            throw failure;
        }));
        try (journal;
                runner) {
            drive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the tuner's thread was interrupted", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return end.outcome();
    }

    private void drive() throws InterruptedException {
        try {
            runner.open(signal -> inbox.put(() -> take(signal)));
            begin();
            while (!isOver()) {
                inbox.take().run();
                fill();
            }
            close();
            while (!closed) {
                inbox.take().run();
            }
        } catch (FencedException e) {
            runner.handOver();
            throw e;
        }
    }

    /** Lets running trials save what they have, ends them and closes the study, to go on later. */
    public void interrupt() {
        inbox.put(() -> end.drain(Outcome.INTERRUPTED));
    }

    /** The same where there is no time to wait for reports: running trials are asked to save now. */
    public void interruptSoon() {
        inbox.put(() -> {
            end.drain(Outcome.INTERRUPTED);
            end.interruptAll(false);
        });
    }

    /** The allocation ends sooner than was known: as {@link #interrupt}, but the run ends as it does at the end of an allocation. */
    public void allocationEnds() {
        inbox.put(() -> end.drain(Outcome.ALLOCATION));
    }

    /** Ends running trials at once and closes the study, to go on later. */
    public void kill() {
        inbox.put(() -> {
            end.drain(Outcome.INTERRUPTED);
            end.interruptAll(true);
        });
    }

    /**
     * Asks how many trials could begin now if there were places for them. They may be fewer: a scheduler can come to wait for results.
     *
     * @param answer told on the tuner's thread; never, once the study is over
     */
    public void askForStartable(IntConsumer answer) {
        inbox.put(() -> answer.accept(startable()));
    }

    private int startable() {
        if (end.hasBegun() || !(planner.next("", rests::isResting) instanceof Next.Begin)) {
            return 0;
        }
        int unbegun = planner.limit() - study().trials().size();
        long queued = study().queued().stream()
                .filter(trial -> !rests.isResting(trial))
                .count();
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, queued + Math.max(0, unbegun)));
    }

    private Study study() {
        return planner.study();
    }

    private void begin() {
        Instant now = clock.instant();
        recorder.begin(now);
        for (int id : study().running()) {
            Attempt attempt = study().trial(id).lastAttempt().orElseThrow();
            spent.begin(id, study().trial(id).ran(now));
            boolean began = attempt.placement().isPresent();
            runner.execute(new Command.Expect(id, attempt.number(), attempt.worker(), began));
        }
        study().distrust()
                .forEach((host, one) ->
                        runner.execute(new Command.Distrust(host, one.times(), one.left(now), one.why())));
        allocations.begin();
        listener.began(study());
        spread(OptionalInt.empty());
        discards.begin();
        planner.reasonToEnd().ifPresent(this::endFor);
        planner.spec()
                .timeLimit()
                .map(limit -> limit.minus(study().running(now)))
                .ifPresent(end::drainAfter);
        fill();
    }

    private void take(Signal signal) {
        if (signal instanceof Signal.Reported reported) {
            take(reported);
        } else if (signal instanceof Signal.Placed placed) {
            take(placed);
        } else if (signal instanceof Signal.AttemptOver over) {
            take(over);
        } else if (signal instanceof Signal.MachineJudged judged) {
            if (!isOver()) { // nothing comes after the end of the run
                recorder.record(
                        List.of(new Event.MachineJudged(judged.host(), judged.times(), judged.rest(), judged.why())),
                        () -> {});
            }
        } else if (signal instanceof Signal.Room) {
            return; // places are filled after every task of the inbox
        } else if (signal instanceof Signal.Broken broken) {
            throw new UncheckedIOException(new IOException(broken.reason()));
        }
    }

    private void take(Signal.Placed signal) {
        Optional<Trial> trial = current(signal.trial(), signal.attempt());
        if (trial.isEmpty()) {
            endUnwanted(signal.trial(), signal.attempt());
        } else if (trial.get().lastAttempt().orElseThrow().placement().isEmpty()) {
            recorder.record(new Event.AttemptPlaced(signal.trial(), signal.attempt(), signal.placement()));
            end.interruptInTime(trial.get(), signal.attempt());
        }
    }

    private void take(Signal.Reported signal) {
        Optional<Trial> current = current(signal.trial(), signal.attempt());
        if (current.isEmpty()) {
            endUnwanted(signal.trial(), signal.attempt());
            return;
        }
        Trial trial = current.get();
        // Told already, by an earlier attempt or since the answer was lost, and each step counts once; or told after it
        // was to pause, and so told again when it goes on.
        if (signal.step() <= trial.step() || trial.verdict().isPresent()) {
            signal.checkpoint().ifPresent(path -> discards.repeated(trial.id(), path));
            recorder.whenDurable(() -> answer(trial, signal));
            return;
        }
        signal.checkpoint().ifPresent(path -> discards.saved(trial.id(), path));
        recorder.record(
                List.of(new Event.Reported(
                        signal.trial(),
                        signal.attempt(),
                        signal.report(),
                        signal.step(),
                        signal.metrics(),
                        signal.checkpoint())),
                () -> answer(trial, signal));
        planner.reasonToEnd().ifPresent(this::endFor);
    }

    private void take(Signal.AttemptOver signal) {
        Optional<Trial> current = current(signal.trial(), signal.attempt());
        if (current.isEmpty()) {
            recorder.whenDurable(() -> runner.execute(new Command.Forget(signal.trial(), signal.attempt())));
            return;
        }
        Trial trial = current.get();
        spent.end(trial.id());
        allocations.over(trial.id());
        runner.release(trial.attempts().get(signal.attempt() - 1).worker());
        Optional<String> byUs = end.takeReason(trial);
        Event.AttemptEnded event = judge.judge(trial, signal, byUs);
        if (event.cause().isInterruption() && byUs.isEmpty()) {
            rest(trial, signal);
        } else {
            rests.forget(trial.id());
        }
        OptionalInt together = study().mostTogether();
        recorder.record(List.of(event), () -> runner.execute(new Command.Forget(signal.trial(), signal.attempt())));
        spread(together);
        planner.reasonToEnd().ifPresent(this::endFor);
    }

    /** Tells how many may run beside each other, if that has changed. */
    private void spread(OptionalInt before) {
        OptionalInt most = study().mostTogether();
        if (!most.equals(before)) {
            runner.execute(new Command.Spread(most));
            listener.spread(Texts.together(most));
        }
    }

    /** Others may start meanwhile. */
    private void rest(Trial trial, Signal.AttemptOver signal) {
        Duration pause = rests.interrupted(trial, signal);
        if (!pause.isZero()) {
            listener.rests(trial.id(), pause);
            inbox.putAfter(pause, () -> rests.wake(trial.id()));
        }
    }

    /** An attempt that is over by the journal, and yet runs somewhere: whoever was thought lost has come back. */
    private void endUnwanted(int trial, int attempt) {
        runner.execute(new Command.End(trial, attempt, true));
    }

    private Optional<Trial> current(int id, int attempt) {
        return id < study().trials().size()
                ? Optional.of(study().trial(id)).filter(trial -> study().runs(id, attempt))
                : Optional.empty();
    }

    /** Tells the trial what became of its report. */
    private void answer(Trial trial, Signal.Reported signal) {
        if (!study().runs(trial.id(), signal.attempt())) {
            return;
        }
        Optional<Verdict> verdict = trial.verdict();
        if (verdict.isEmpty() && (end.hasBegun() || allocations.isTimeUp(trial))) {
            end.isInterrupted(trial);
            verdict = Optional.of(Verdict.PAUSE);
        }
        verdict.ifPresent(any -> allocations.told(trial.id()));
        runner.execute(
                new Command.Answer(signal.trial(), signal.attempt(), signal.report(), verdict, planner.until(trial)));
    }

    /** Starts attempts as long as there is room. */
    private void fill() {
        while (!end.hasBegun()) {
            Optional<String> place = runner.reserve();
            if (place.isEmpty() && !study().running().isEmpty()) {
                return;
            }
            Next next = allocations.next(place);
            if (place.isPresent() && !(next instanceof Next.Begin) && allocations.isAnyHeldBack()) {
                runner.release(place.get());
                place = runner.reserve(allocations.leastEnd());
                next = place.isPresent() ? allocations.next(place) : next;
            }
            if (place.isPresent() && next instanceof Next.Begin begin) {
                starter.start(begin);
                continue;
            }
            place.ifPresent(runner::release);
            allocations.tell();
            if (!study().running().isEmpty()) {
                return;
            } else if (next instanceof Next.Done) {
                boolean isInVain = study().best().isEmpty() && !study().trials().isEmpty();
                end.begin(isInVain ? Outcome.FAILURES : Outcome.TRIALS);
            } else if (allocations.isNothingWorthWhile()) {
                end.begin(Outcome.ALLOCATION);
            }
            return;
        }
    }

    /** Ends the study for a reason of its own. */
    private void endFor(String reason) {
        if (end.hasBegun()) {
            return;
        }
        Outcome outcome = Outcome.of(reason);
        if (outcome == Outcome.TARGET) {
            cancelAll();
        }
        end.drain(outcome);
    }

    private void cancelAll() {
        List<Event> decisions = new ArrayList<>();
        for (Trial trial : study().trials()) {
            boolean mayGoOn = trial.verdict().isEmpty() || trial.verdict().get() == Verdict.PAUSE;
            if (!trial.state().isFinal() && mayGoOn) {
                decisions.add(new Event.Decided(trial.id(), Verdict.CANCEL));
            }
        }
        recorder.record(
                decisions,
                () -> study().running().forEach(id -> {
                    Trial trial = study().trial(id);
                    runner.execute(new Command.End(id, trial.attempts().size(), false));
                }));
    }

    private boolean isOver() {
        return end.hasBegun() && study().running().isEmpty();
    }

    private void close() {
        List<Event> events = new ArrayList<>();
        Outcome outcome = end.outcome();
        if (!outcome.goesOn()) {
            events.add(new Event.StudyEnded(outcome.reason()));
        }
        events.add(new Event.HeadStopped(journal.epoch(), outcome.reason()));
        recorder.record(events, () -> closed = true);
    }
}
