package org.attune.head;

import org.attune.wire.FromClient;
import org.attune.wire.Question;
import org.attune.wire.ToClient;

/** A part of the head that answers some of the clients' questions. Thread-safe. */
public interface Answering {

    /** Where an answer goes. */
    interface Asker {
        long id();

        /** {@link ToClient.Done} or {@link ToClient.Failed} is the last. */
        void send(ToClient message);

        boolean isReady();

        /** What to do, on any thread and without blocking, whenever it has become ready again. One at most. */
        void onReady(Runnable action);

        /** {@link org.attune.wire.Link#backlog} of its client. */
        default void backlog(long change) {}

        /** Called once if the client withdraws the question or is gone. */
        void onGone(Runnable action);
    }

    /**
     * Answers now or later, without blocking.
     *
     * @return whether the question is one of those it answers
     */
    boolean answer(Question question, Asker asker);

    /**
     * Takes a message that belongs to a question answered before: {@link FromClient.Submit}, {@link FromClient.Cancel}. Does not block.
     *
     * @return whether it was for this part
     */
    default boolean take(FromClient message) {
        return false;
    }
}
