package org.attune.tuner;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.attune.study.Event;

/** Where a study's events are kept. {@code append} is called by one thread at a time. */
public interface EventLog extends AutoCloseable {

    /** Number of this head: higher than that of every head before it. */
    long epoch();

    /**
     * Adds events that happened at one time.
     *
     * @param durable called once they will survive anything, from any thread; not called if they could not be written
     */
    void append(List<Event> events, Instant time, Runnable durable);

    /** Sets who is told, from any thread, that nothing can be written any more. Called once before the first {@code append}. */
    void onFailure(Consumer<RuntimeException> listener);

    /** Waits until everything is durable. */
    @Override
    void close();

    /** A log that forgets. */
    static EventLog none() {
        return new EventLog() {
            @Override
            public long epoch() {
                return 1;
            }

            @Override
            public void append(List<Event> events, Instant time, Runnable durable) {
                durable.run();
            }

            @Override
            public void onFailure(Consumer<RuntimeException> listener) {}

            @Override
            public void close() {}
        };
    }
}
