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
import org.attune.trial.OutputReader;

/** Watches what a trial prints until it has ended, over all its attempts. */
final class Following implements AutoCloseable {

    /** Takes what is new; false to hear no more. */
    interface Listener {
        boolean hear(OutputReader reader) throws IOException;
    }

    // Not every file system tells of changes.
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofMillis(200);
    private static final int SHARE_OF_READING = 10;

    private final Path folder;
    private final int trial;
    private final WatchService watch;
    private Optional<OutputReader> reader = Optional.empty();
    private long nextLook = System.nanoTime();

    Following(Path folder, int trial) throws IOException {
        this.folder = folder;
        this.trial = trial;
        this.watch = FileSystems.getDefault().newWatchService();
    }

    void run(Listener listener) throws IOException {
        folder.register(watch, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
        try {
            boolean ended = false;
            while (hear(listener) && !ended) {
                ended = hasEnded();
                awaitChange(ended ? LAST_WORDS : LOOK);
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

    /** Looks seldom into a journal that takes long to read. */
    private boolean hasEnded() throws IOException {
        long now = System.nanoTime();
        if (now < nextLook) {
            return false;
        }
        LoadedStudy loaded = LoadedStudy.read(folder);
        long took = System.nanoTime() - now;
        nextLook = now + Math.max(LOOK.toNanos(), SHARE_OF_READING * took);
        return loaded.study().trial(trial).state().isFinal() || loaded.head().isEmpty();
    }

    private void awaitChange(Duration most) throws InterruptedException {
        WatchKey key = watch.poll(most.toNanos(), TimeUnit.NANOSECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }
}
