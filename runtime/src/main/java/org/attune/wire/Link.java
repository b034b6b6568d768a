package org.attune.wire;

import java.util.function.Supplier;

/**
 * The sending end of a stream of messages to a peer. They arrive in the order in which they were sent, each once, up to some point at which the link is lost: what then was under
 * way is gone, and whoever sent it says it again on the next link. Thread-safe; nothing here blocks.
 */
public interface Link<S> extends AutoCloseable {

    /** Queues a message; does nothing once the link is lost or closed. */
    void send(S message);

    /** Whether the peer keeps up. Who sends much in bulk waits for it ({@link #onReady}); single messages may be sent regardless. */
    boolean isReady();

    /** What to do, on any thread, whenever the link has become ready again. One at most. */
    void onReady(Runnable action);

    /**
     * Where messages come from that are made only when there is room for them: what has gathered meanwhile can go in one. One at most.
     *
     * @param source gives the next, or null if there is none now; called by one thread at a time, which must not be blocked
     */
    void source(Supplier<S> source);

    /** The source has something. May be said again and again, and costs little. */
    void draw();

    /**
     * Bytes of what the peer said wait here for something slow; while they are many, nothing more is heard of it over a network.
     *
     * @param change more of them, or less when they have been dealt with
     */
    default void backlog(long change) {}

    /** Ends the link after what was sent already; the peer's {@link Receiver#closed} tells the reason. */
    void close(String why);

    @Override
    default void close() {
        close("");
    }
}
