package org.attune.head;

import java.util.function.Consumer;
import org.attune.wire.Link;
import org.attune.wire.ToClient;

/** A question that waits for its answer. Thread-safe. */
final class Inquiry implements Answering.Asker {
    private final long id;
    private final Link<ToClient> link;
    private final Consumer<Inquiry> over;
    private Runnable onGone = () -> {};
    private volatile Runnable onReady = () -> {};
    private boolean isAnswered;
    private boolean isGone;

    /** @param over told after the last message */
    Inquiry(long id, Link<ToClient> link, Consumer<Inquiry> over) {
        this.id = id;
        this.link = link;
        this.over = over;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public void send(ToClient message) {
        boolean last = message instanceof ToClient.Done || message instanceof ToClient.Failed;
        synchronized (this) {
            if (isAnswered || isGone) {
                return;
            }
            isAnswered = last;
            link.send(message);
        }
        if (last) {
            over.accept(this);
        }
    }

    void fail(String problem) {
        send(new ToClient.Failed(id, problem));
    }

    @Override
    public void backlog(long change) {
        link.backlog(change);
    }

    @Override
    public boolean isReady() {
        return link.isReady();
    }

    @Override
    public void onReady(Runnable action) {
        onReady = action;
    }

    void ready() {
        onReady.run();
    }

    @Override
    public void onGone(Runnable action) {
        synchronized (this) {
            if (!isGone) {
                onGone = action;
                return;
            }
        }
        action.run();
    }

    void gone() {
        Runnable action;
        synchronized (this) {
            if (isAnswered || isGone) {
                return;
            }
            isGone = true;
            action = onGone;
        }
        action.run();
    }
}
