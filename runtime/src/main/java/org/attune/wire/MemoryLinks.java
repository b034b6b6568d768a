package org.attune.wire;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** A connection to a head in the same process: the records themselves are handed over. */
public final class MemoryLinks implements Connection {
    private final Visitors visitors;
    private final Executor executor;
    private final List<Mailbox<?>> open = new CopyOnWriteArrayList<>();
    private volatile boolean lost;

    /** With two threads of its own, which go when they are idle. */
    public MemoryLinks(Visitors visitors) {
        this(visitors, new Threads("attune-links", 2, 10));
    }

    /** {@code executor}: calls the receivers of both ends; many connections may share one. */
    public MemoryLinks(Visitors visitors, Executor executor) {
        this.visitors = visitors;
        this.executor = executor;
    }

    @Override
    public Link<ToHead> worker(Receiver<ToWorker> receiver) {
        return connect(receiver, visitors::worker);
    }

    @Override
    public Link<FromClient> client(Receiver<ToClient> receiver) {
        return connect(receiver, visitors::client);
    }

    @Override
    public Link<Piece> carrier(Receiver<Piece> receiver) {
        return connect(receiver, visitors::carrier);
    }

    /** As when the network fails: what is under way is gone, and both ends are told so. */
    public void cut() {
        end("the connection was lost", true);
    }

    @Override
    public void close() {
        end("", false);
    }

    private void end(String why, boolean gone) {
        lost = true;
        open.forEach(mailbox -> mailbox.end(why, gone));
    }

    private <U, D> Link<U> connect(Receiver<D> receiver, Function<Link<D>, Receiver<U>> visit) {
        Mailbox<D> down = new Mailbox<>(executor, () -> receiver);
        Mailbox<U> up = new Mailbox<>(executor, () -> visit.apply(down));
        open.removeIf(Mailbox::isOver);
        open.add(down);
        open.add(up);
        up.begin(down);
        down.begin(up);
        if (lost) {
            down.end("the connection is closed", true);
            up.end("the connection is closed", true);
        }
        return up;
    }
}
