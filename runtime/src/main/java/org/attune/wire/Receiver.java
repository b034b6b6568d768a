package org.attune.wire;

/** The receiving end of a stream of messages. Its methods are called one at a time and must not block: the link has one thread for all. */
public interface Receiver<R> {

    void take(R message);

    /**
     * The link is lost or closed; called once, and nothing comes after it.
     *
     * @param why for people; empty if the peer gave no reason
     */
    void closed(String why);
}
