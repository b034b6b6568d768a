package org.attune.wire;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A head that keeps what visitors say. */
class Hosts implements Visitors {
    final BlockingQueue<Guest<ToWorker, ToHead>> workers = new LinkedBlockingQueue<>();
    final BlockingQueue<Guest<ToClient, FromClient>> clients = new LinkedBlockingQueue<>();
    final BlockingQueue<Guest<Piece, Piece>> carriers = new LinkedBlockingQueue<>();

    record Guest<S, R>(Link<S> link, Listener<R> said) {}

    @Override
    public Receiver<ToHead> worker(Link<ToWorker> link) {
        return welcome(workers, link);
    }

    @Override
    public Receiver<FromClient> client(Link<ToClient> link) {
        return welcome(clients, link);
    }

    @Override
    public Receiver<Piece> carrier(Link<Piece> link) {
        return welcome(carriers, link);
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(60, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nobody came within a minute");
        }
        return next;
    }

    private static <S, R> Receiver<R> welcome(BlockingQueue<Guest<S, R>> queue, Link<S> link) {
        Listener<R> said = new Listener<>();
        queue.add(new Guest<>(link, said));
        return said;
    }
}
