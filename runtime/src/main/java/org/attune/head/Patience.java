package org.attune.head;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.attune.head.placing.Shortage;

/**
 * Tells people, after some seconds, what a study waits for of which nothing runs; again when that changes, and when it goes on. It decides nothing. Guarded by its runner's lock.
 */
final class Patience {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final long NANOS = Duration.ofSeconds(4).toNanos();

    private final Object lock;
    private final Claimant places;
    private final Timer timer;
    private final BooleanSupplier runs;
    private final Consumer<String> tell;
    private boolean isWaiting;
    private boolean isLooking;
    private boolean isIdle;
    private long since;
    private String seen = "";
    private String told = "";

    /**
     * @param runs whether anything of the study does
     * @param tell told what it waits for, and with an empty text that it goes on
     */
    Patience(Object lock, Claimant places, Timer timer, BooleanSupplier runs, Consumer<String> tell) {
        this.lock = lock;
        this.places = places;
        this.timer = timer;
        this.runs = runs;
        this.tell = tell;
    }

    /** It asked for a place. */
    void asked(boolean got) {
        isWaiting = !got;
        if (isWaiting && !isLooking) {
            isLooking = true;
            isIdle = false;
            timer.after(PERIOD, this::look);
        }
    }

    void rests() {
        isWaiting = false;
    }

    /** Something of it runs. */
    void started() {
        if (!told.isEmpty()) {
            told = "";
            tell.accept("");
        }
    }

    private void look() {
        synchronized (lock) {
            isLooking = isWaiting;
            if (!isWaiting) {
                return;
            }
            timer.after(PERIOD, this::look);
            long now = timer.nanos();
            if (runs.getAsBoolean()) {
                isIdle = false;
                return;
            } else if (!isIdle) {
                isIdle = true;
                since = now;
            }
            places.shortage().ifPresent(shortage -> tell(shortage, now));
        }
    }

    /** What has become of it counts when it has lasted: a worker that is being made ready is no news. */
    private void tell(Shortage shortage, long now) {
        if (!shortage.kind().equals(seen)) {
            seen = shortage.kind();
            since = told.isEmpty() ? since : now;
        }
        if (!seen.equals(told) && now - since >= NANOS) {
            told = seen;
            tell.accept(shortage.text());
        }
    }
}
