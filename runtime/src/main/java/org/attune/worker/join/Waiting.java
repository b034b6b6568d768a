package org.attune.worker.join;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long to wait for a head that is dialled: longer each time that its answer did not come in time. A head at which a thousand knock at once needs its time for them, and what is
 * broken off it does in vain, and has to do again. Used by one thread.
 */
public final class Waiting {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final LongSupplier nanos;
    private Duration deadline = FIRST;

    public Waiting() {
        this(System::nanoTime);
    }

    Waiting(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** One attempt, which has so much time for each address. */
    public interface Attempt {
        Dial.Dialled dial(Duration deadline) throws IOException;
    }

    public Dial.Dialled dial(Attempt attempt) throws IOException {
        long begin = nanos.getAsLong();
        try {
            Dial.Dialled dialled = attempt.dial(deadline);
            deadline = FIRST;
            return dialled;
        } catch (IOException e) {
            boolean late = nanos.getAsLong() - begin >= deadline.toNanos();
            Duration longer = deadline.multipliedBy(2);
            deadline = !late ? FIRST : longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
            throw e;
        }
    }
}
