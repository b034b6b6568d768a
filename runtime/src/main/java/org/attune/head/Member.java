package org.attune.head;

import java.time.Instant;
import org.attune.wire.Grants;
import org.attune.wire.Link;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;

/** A worker as the roster has it. All but {@link #link} and what never changes is guarded by this object's lock, under which offices are told of it. */
final class Member implements WorkerHandle {
    private final String name;
    private final String boot;

    /** Null while it is suspect. */
    private volatile Link<ToWorker> link;

    private volatile Grants grants;

    ToHead.Hello hello;
    WorkerView.State state = WorkerView.State.JOINED;
    Instant since = Instant.MIN;
    String note = "";
    boolean isLeaving;
    /** It is lost: whoever comes now is another. */
    boolean isGone;
    /** How often it has joined. */
    long joins;

    Runnable giveUp = () -> {};

    Member(String name, String boot, Grants grants) {
        this.name = name;
        this.boot = boot;
        this.grants = grants;
    }

    String boot() {
        return boot;
    }

    Link<ToWorker> link() {
        return link;
    }

    void setLink(Link<ToWorker> link) {
        this.link = link;
    }

    void setGrants(Grants grants) {
        this.grants = grants;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Grants grants() {
        return grants;
    }

    @Override
    public void send(ToWorker message) {
        Link<ToWorker> current = link;
        if (current != null) {
            current.send(message);
        }
    }

    @Override
    public boolean isReady() {
        Link<ToWorker> current = link;
        return current != null && current.isReady();
    }

    @Override
    public String toString() {
        return name;
    }
}
