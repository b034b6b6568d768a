package org.attune.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.attune.background.Daemons;

/**
 * Tells when a file system does not answer, and when it does again. It can only tell: nothing in user space ends a system call that waits for a disk.
 * Thread-safe.
 */
public final class DiskWatch {
    /** How long a file system may take before people are told. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Path folder;
    private final Duration patience;
    private final Consumer<String> listener;
    private final Set<Wait> waits = new LinkedHashSet<>();
    private long stalledSince;
    private boolean looking;
    private boolean told;

    /** Something that the file system has to do. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /** Something that is being done. */
    private static final class Wait {
        final long since = System.nanoTime();
    }

    /**
     * @param folder in the file system that is watched
     * @param patience from when on it counts as stalled
     * @param listener told in whole sentences, once when it stalls and once when that is over, on any thread; must return soon
     */
    public DiskWatch(Path folder, Duration patience, Consumer<String> listener) {
        this.folder = folder;
        this.patience = patience;
        this.listener = listener;
    }

    /** One that tells nobody. */
    public static DiskWatch untold(Path folder) {
        return new DiskWatch(folder, PATIENCE, text -> {});
    }

    /** Does it, watched. */
    public <T> T during(Work<T> work) throws IOException {
        Wait wait = new Wait();
        begin(wait);
        try {
            return work.run();
        } finally {
            end(wait);
        }
    }

    /** How long what has waited longest has been waiting by now; absent if nothing waits. */
    public synchronized Optional<Duration> waiting() {
        return waits.stream().findFirst().map(wait -> Duration.ofNanos(System.nanoTime() - wait.since));
    }

    /** Names the file system in a sentence. */
    public String name() {
        return "the file system of " + folder;
    }

    private synchronized void begin(Wait wait) {
        waits.add(wait);
        if (!looking) {
            looking = true;
            lookAfter(patience.toNanos());
        }
    }

    /** Most waits are over in no time: one look serves all that begin before it. */
    private synchronized void look() {
        if (waits.isEmpty()) {
            looking = false;
            return;
        }
        Wait oldest = waits.iterator().next();
        long left = oldest.since + patience.toNanos() - System.nanoTime();
        if (left <= 0) {
            stall(oldest);
        }
        lookAfter(left <= 0 ? patience.toNanos() : left);
    }

    private void lookAfter(long nanos) {
        TIMER.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private void stall(Wait wait) {
        if (!told) {
            told = true;
            stalledSince = wait.since;
            listener.accept(capital(name()) + " has not answered for " + seconds(stalledSince)
                    + " s. Trials wait for it and go on when it does.");
        }
    }

    private synchronized void end(Wait wait) {
        waits.remove(wait);
        if (told && waits.isEmpty()) {
            told = false;
            listener.accept(capital(name()) + " answers again, after " + seconds(stalledSince) + " s.");
        }
    }

    private static long seconds(long since) {
        return Math.round((System.nanoTime() - since) / 1e9);
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Daemons.named("attune-disk-watch"));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
