package org.attune.wire;

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

    /** Ends the link after what was sent already; the peer's {@link Receiver#closed} tells the reason. */
    void close(String why);

    @Override
    default void close() {
        close("");
    }
}
