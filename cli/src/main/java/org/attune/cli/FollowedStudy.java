package org.attune.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.attune.analysis.LoadedStudy;
import org.attune.cli.live.Progress;
import org.attune.journal.EventCodec;
import org.attune.journal.Journal;
import org.attune.journal.JournalEntry;
import org.attune.study.Event;
import org.attune.tuner.Outcome;
import org.attune.wire.ToClient;

/**
 * A study as its head tells it, shown as one that runs here. What is told again after a lost link counts once. Thread-safe.
 */
final class FollowedStudy {
    private final Progress progress;
    private final IntConsumer slots;
    private LoadedStudy study;
    private String results = "";
    private String host = "";
    private String firstLine = "";
    private long lastSeq;
    private boolean isLive;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private boolean isQuestion;
    private String series = "";
    private long lastNotice;
    private Optional<Outcome> outcome = Optional.empty();
    private boolean before;

    /** @param slots told how many trials can run at once */
    FollowedStudy(Progress progress, IntConsumer slots) {
        this.progress = progress;
        this.slots = slots;
    }

    synchronized void take(ToClient message) {
        if (message instanceof ToClient.Events events) {
            events.lines().forEach(this::take);
        } else if (message instanceof ToClient.Part part) {
            take(part.value());
        }
    }

    /** Completes when its trials run. */
    CompletableFuture<Void> begun() {
        return begun;
    }

    /** @throws IllegalStateException if its end was not told */
    synchronized Outcome outcome() {
        return outcome.orElseThrow(() -> new IllegalStateException("the head did not tell how the study ended."));
    }

    /** Whether it did not begin because its space has changed, which somebody may accept. */
    synchronized boolean isQuestion() {
        return isQuestion;
    }

    /** Whether it was over before it was to run. */
    synchronized boolean wasOver() {
        return before;
    }

    synchronized LoadedStudy study() {
        return study;
    }

    /** Where its results are, for people. */
    synchronized String where() {
        return "in " + results + (host.isEmpty() ? "" : " on " + host);
    }

    /** Its results folder, if this machine sees it. */
    synchronized Optional<Path> visible() {
        Path folder = Path.of(results);
        try (BufferedReader journal = Files.newBufferedReader(folder.resolve(Journal.FILE), StandardCharsets.UTF_8)) {
            journal.readLine();
            return Optional.of(folder).filter(path -> isFirst(journal));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean isFirst(BufferedReader journal) {
        try {
            return firstLine.equals(journal.readLine());
        } catch (IOException e) {
            return false;
        }
    }

    /** A head tells a client that comes again what it has told before. */
    private boolean isNew(Map<String, Object> notice) {
        String from = String.valueOf(notice.get("series"));
        long number = notice.get("number") instanceof Number value ? value.longValue() : Long.MAX_VALUE;
        if (from.equals(series) && number <= lastNotice) {
            return false;
        }
        series = from;
        lastNotice = number;
        return true;
    }

    private void take(byte[] line) {
        JournalEntry entry = EventCodec.decode(line);
        if (entry.seq() <= lastSeq) {
            return;
        }
        if (study == null) {
            study = LoadedStudy.told(Path.of(results));
            firstLine = new String(line, StandardCharsets.UTF_8);
        }
        lastSeq = entry.seq();
        study.take(entry);
        if (entry.event() instanceof Event.HeadStarted started) {
            host = started.host();
        }
        if (isLive) {
            progress.changed(study.study(), List.of(entry.event()));
        }
    }

    private void take(Map<String, Object> part) {
        if (part.get("results") instanceof String folder) {
            results = folder;
        }
        if (part.get("slots") instanceof Number number && number.intValue() > 0) {
            slots.accept(number.intValue());
        }
        if (part.containsKey("live")) {
            if (!isLive && study != null) {
                progress.changed(study.study(), List.of());
            }
            isLive = true;
            progress.stands(false);
        }
        if (part.containsKey("began")) {
            begun.complete(null);
        }
        if (part.containsKey("question")) {
            isQuestion = true;
        }
        if (part.get("waits") instanceof String what) {
            progress.waits(what);
        }
        if (part.get("line") instanceof String line && isNew(part)) {
            progress.say(line);
        }
        if (part.get("rests") instanceof Number trial && part.get("seconds") instanceof Number seconds) {
            progress.rests(trial.intValue(), Duration.ofMillis(Math.round(seconds.doubleValue() * 1000)));
        }
        if (part.get("outcome") instanceof String name) {
            outcome = Optional.of(Outcome.valueOf(name));
            before = Boolean.TRUE.equals(part.get("before"));
        }
    }
}
