package org.attune.tuner;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.attune.journal.Journal;
import org.attune.space.Configuration;
import org.attune.space.derived.UnderivableException;
import org.attune.spec.StudySpec;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Next;
import org.attune.study.Planner;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.study.Verdict;

/**
 * A study for a loop of the caller's own: {@link #ask} for a configuration, train, {@link #tell} the result.
 *
 * <pre>{@code
 * AskTell study = AskTell.of(spec);
 * for (Optional<Ask> ask = study.ask(); ask.isPresent(); ask = study.ask()) {
 *     double loss = train(ask.get().configuration());
 *     study.tell(ask.get(), 1, Map.of("loss", loss));
 *     study.finish(ask.get());
 * }
 * }</pre>
 *
 * <p>Several asks may be open at once. All methods may be called by any thread; one call waits for another. Each call returns
 * when what it says is on the disk; a study in a folder continues when it is opened again, and asks that were open are asked
 * again. Nobody watches a {@code trial_time_limit} but the caller.
 */
public final class AskTell implements AutoCloseable {

    /**
     * Something to do.
     *
     * @param trial number of the trial
     * @param attempt 1 for a new trial, more for one that goes on
     * @param step that was told last; training goes on after it
     * @param until step at which the trial is decided on
     */
    public record Ask(int trial, int attempt, Configuration configuration, int step, OptionalInt until) {}

    private final Planner planner;
    private final Journal journal;
    private final Clock clock;
    /** What the caller waits for until it is on the disk. */
    private volatile CompletableFuture<Void> pending = new CompletableFuture<>();

    /** @param journal null for a study in memory */
    AskTell(Planner planner, Journal journal, Clock clock) {
        this.planner = planner;
        this.journal = journal;
        this.clock = clock;
        if (journal != null) {
            journal.onFailure(failure -> pending.completeExceptionally(failure));
        }
    }

    /** A study in memory, which ends with the program. */
    public static AskTell of(StudySpec spec) {
        return new AskTell(new Planner(spec), null, Clock.systemUTC());
    }

    /**
     * A study in a folder: a new one, or one that was begun and continues.
     *
     * @throws SpecChangedException if it was begun with another definition
     * @throws org.attune.journal.StudyBusyException if another process runs it
     * @throws IOException if the folder cannot be read or written
     */
    public static AskTell open(Path folder, StudySpec spec) throws IOException {
        return open(folder, spec, Opening.standard());
    }

    /** As {@link #open(Path, StudySpec)}; {@code opening} may allow that the space has changed. */
    public static AskTell open(Path folder, StudySpec spec, Opening opening) throws IOException {
        return OpenedStudy.open(folder, spec, opening, Clock.systemUTC()).askTell();
    }

    /** What to train next. Empty if an open ask has to be told about first or, if none is open, the study is over. */
    public synchronized Optional<Ask> ask() {
        while (planner.reasonToEnd().isEmpty() && planner.next("caller") instanceof Next.Begin begin) {
            List<Event> events = new ArrayList<>();
            begin.created().ifPresent(events::add);
            events.add(begin.started());
            accept(events);
            Trial trial = study().trial(begin.started().trial());
            int attempt = begin.started().attempt();
            try {
                return Optional.of(new Ask(
                        trial.id(),
                        attempt,
                        planner.configuration(trial),
                        trial.step(),
                        begin.started().until()));
            } catch (UnderivableException e) {
                end(trial.id(), attempt, Cause.ERROR, e.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * Takes a report of a trial.
     *
     * @param step later than those told of the trial before
     * @param metrics with the objective's among them
     * @return empty: train on. Otherwise the ask is closed ({@code PAUSE}, {@code STOP}, {@code COMPLETE}): ask for another
     * @throws IllegalArgumentException if the ask is closed, the step is not later, or the objective's metric is missing
     */
    public synchronized Optional<Verdict> tell(Ask ask, int step, Map<String, Double> metrics) {
        Trial trial = open(ask);
        String metric = study().objective().metric();
        if (step <= trial.step()) {
            throw new IllegalArgumentException("the steps of a trial must rise, but trial " + trial.id()
                    + " was told step " + step + " after step " + trial.step() + ".");
        }
        if (!metrics.containsKey(metric)) {
            throw new IllegalArgumentException("a report must have the objective's metric '" + metric + "', but got "
                    + String.join(", ", metrics.keySet()) + ".");
        }
        accept(List.of(new Event.Reported(
                trial.id(), ask.attempt(), trial.lastReport() + 1, step, metrics, Optional.empty())));
        Optional<Verdict> verdict = trial.verdict();
        verdict.ifPresent(decided -> close(ask, decided.cause(), ""));
        return verdict;
    }

    /**
     * The trial has ended by itself: its last report is its result.
     *
     * @throws IllegalArgumentException if the ask is closed
     */
    public synchronized void finish(Ask ask) {
        open(ask);
        close(ask, Cause.FINISHED, "");
    }

    /**
     * The trial failed. It is asked again as often as the study's {@code retries} allow; then it counts as a bad result.
     *
     * @throws IllegalArgumentException if the ask is closed
     */
    public synchronized void fail(Ask ask, String message) {
        open(ask);
        close(ask, Cause.ERROR, message);
    }

    /** The study so far. Not to be read while another thread calls a method. */
    public synchronized Study study() {
        return planner.study();
    }

    /** Says in the journal whether the study is over, and closes it. */
    @Override
    public synchronized void close() throws IOException {
        if (journal == null) {
            return;
        }
        try (journal) {
            List<Event> events = new ArrayList<>();
            boolean over = planner.next("caller") instanceof Next.Done
                    && study().running().isEmpty();
            String reason = planner.reasonToEnd().orElse(over ? Outcome.TRIALS.reason() : Outcome.INTERRUPTED.reason());
            if (!reason.equals(Outcome.INTERRUPTED.reason())) {
                events.add(new Event.StudyEnded(reason));
            }
            events.add(new Event.HeadStopped(journal.epoch(), reason));
            accept(events);
        }
    }

    private Trial open(Ask ask) {
        Trial trial = study().trial(ask.trial());
        if (trial.attempts().size() != ask.attempt() || !study().running().contains(trial.id())) {
            throw new IllegalArgumentException("attempt " + ask.attempt() + " at trial " + ask.trial() + " is closed.");
        }
        return trial;
    }

    private void close(Ask ask, Cause cause, String message) {
        end(ask.trial(), ask.attempt(), cause, message);
    }

    private void end(int trial, int attempt, Cause cause, String message) {
        accept(List.of(new Event.AttemptEnded(trial, attempt, cause, message, OptionalInt.empty())));
    }

    private static void await(CompletableFuture<Void> written) {
        try {
            written.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private void accept(List<Event> events) {
        Instant now = clock.instant();
        List<Event> all = planner.acceptAll(events, now);
        if (journal != null) {
            CompletableFuture<Void> written = new CompletableFuture<>();
            pending = written;
            journal.append(now, all, () -> written.complete(null));
            await(written);
        }
    }
}
