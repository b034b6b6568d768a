package org.attune.wire;

/** The receiving end of a stream of messages. Its methods are called one at a time, by some few threads that many links share: who waits in them makes others wait, though never the net. */
public interface Receiver<R> {

    void take(R message);

    /**
     * Takes a message if that needs no waiting, for whatever it may be: a thread of the net asks, which no link can do without. Only for messages that are {@link Swift}.
     *
     * @return false if it was not taken: {@link #take} is called with it, before all that comes later
     */
    default boolean takeAtOnce(R message) {
        take(message);
        return true;
    }

    /**
     * The link is lost or closed; called once, and nothing comes after it.
     *
     * @param why for people; empty if the peer gave no reason
     */
    void closed(String why);
}
