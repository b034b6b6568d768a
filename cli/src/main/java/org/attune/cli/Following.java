package org.attune.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.attune.analysis.LoadedStudy;
import org.attune.cli.cluster.Headless;
import org.attune.trial.OutputReader;

/** Watches what a trial prints until it has ended, over all its attempts, and over heads of a cluster that follow each other. */
final class Following implements AutoCloseable {

    /** Takes what is new; false to hear no more. */
    interface Listener {
        boolean hear(OutputReader reader) throws IOException;

        /** Told in a sentence what becomes of the study meanwhile. */
        void say(String sentence);
    }

    // Not every file system tells of changes.
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LOOK_AFTER_THE_END = Duration.ofMillis(100);
    // From a machine far away they may come after the news of the end.
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);
    private static final int SHARE_OF_READING = 10;
    // Workers without a head end their trials then.
    private static final Duration RETURN_OF_THE_HEAD = Duration.ofMinutes(10);

    private final Path folder;
    private final int trial;
    private final WatchService watch;
    private Optional<OutputReader> reader = Optional.empty();
    private long nextLook = System.nanoTime();
    private Optional<Long> end = Optional.empty();
    private Optional<Long> patience = Optional.empty();
    private int lastAttempt;

    Following(Path folder, int trial) throws IOException {
        this.folder = folder;
        this.trial = trial;
        this.watch = FileSystems.getDefault().newWatchService();
    }

    void run(Listener listener) throws IOException {
        folder.register(watch, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
        try {
            while (hear(listener) && !isOver(listener)) {
                awaitChange(end.isPresent() ? LOOK_AFTER_THE_END : LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
        if (reader.isPresent()) {
            reader.get().close();
        }
    }

    private boolean hear(Listener listener) throws IOException {
        if (reader.isEmpty()) {
            try {
                reader = Optional.of(new OutputReader(folder, trial));
            } catch (NoSuchFileException e) {
                return true; // nobody has printed anything yet
            }
        }
        return listener.hear(reader.get());
    }

    /** Whether it has ended, and its last words were heard, or none can be expected any more. */
    private boolean isOver(Listener listener) throws IOException {
        if (end.isEmpty()) {
            lookForTheEnd(listener);
            return false;
        }
        return reader.filter(read -> read.ended() >= lastAttempt).isPresent() || System.nanoTime() - end.get() > 0;
    }

    /** Looks seldom into a journal that takes long to read. */
    private void lookForTheEnd(Listener listener) throws IOException {
        long now = System.nanoTime();
        if (now - nextLook < 0) {
            return;
        }
        LoadedStudy loaded = LoadedStudy.read(folder);
        long took = System.nanoTime() - now;
        nextLook = now + Math.max(LOOK.toNanos(), SHARE_OF_READING * took);
        if (loaded.study().trial(trial).state().isFinal() || loaded.head().isEmpty() && !mayGoOn(loaded, listener)) {
            lastAttempt = loaded.study().trial(trial).attempts().size();
            Duration wait = loaded.head().isEmpty() ? LOOK_AFTER_THE_END : LAST_WORDS;
            end = Optional.of(System.nanoTime() + wait.toNanos());
        } else if (loaded.head().isPresent() && patience.isPresent()) {
            patience = Optional.empty();
            listener.say("there is a head again.");
        }
    }

    /** Whether another head is to be expected, which writes down what the trial prints meanwhile. */
    private boolean mayGoOn(LoadedStudy loaded, Listener listener) {
        Optional<String> headless = Headless.sentence(loaded);
        if (headless.isPresent() && patience.isEmpty()) {
            patience = Optional.of(System.nanoTime() + RETURN_OF_THE_HEAD.toNanos());
            listener.say(headless.get() + " Waiting for it, for " + RETURN_OF_THE_HEAD.toMinutes() + " min.");
            return true;
        }
        return headless.isPresent() && System.nanoTime() - patience.get() < 0;
    }

    private void awaitChange(Duration most) throws InterruptedException {
        WatchKey key = watch.poll(most.toNanos(), TimeUnit.NANOSECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }
}
