package org.attune.carry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.attune.wire.Connection;
import org.attune.wire.Piece;

/** Carries trees to a head and from it, over whatever connection there is; goes on over the next when one is lost. Thread-safe. */
final class Transfers {
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    /** What is to be carried, for somebody who may give it up. One at a time. */
    static final class Wish {
        private Exchange exchange;
        private boolean abandoned;

        private synchronized void begin(Exchange with) throws InterruptedException {
            check();
            exchange = with;
        }

        private synchronized void end() {
            exchange = null;
        }

        private synchronized void check() throws InterruptedException {
            if (abandoned) {
                throw new InterruptedException("nobody waits for it any more");
            }
        }

        private synchronized void abandon() {
            abandoned = true;
            if (exchange != null) {
                exchange.end("nobody waits for it any more");
            }
        }
    }

    private interface Job<T> {
        T run(Exchange exchange) throws IOException, InterruptedException;
    }

    private final String self = UUID.randomUUID().toString();
    private Connection connection;

    /** From now on all goes over this connection. */
    synchronized void joined(Connection to) {
        connection = to;
        notifyAll();
    }

    /** The connection is lost; what is under way waits for the next. */
    synchronized void lost() {
        connection = null;
    }

    void abandon(Wish wish) {
        wish.abandon();
        synchronized (this) {
            notifyAll();
        }
    }

    /**
     * Uploads a tree; returns when it is in its place.
     *
     * @throws PeerFailedException if the head does not take it, saying why
     * @throws InterruptedException if the wish was abandoned
     */
    void upload(Wish wish, String kind, String study, String name, Tree tree, LongConsumer progress)
            throws IOException, InterruptedException {
        carry(wish, exchange -> {
            upload(exchange, new Piece.Open(true, kind, study, name, tree.size(), self), tree, progress);
            return null;
        });
    }

    static void upload(Exchange exchange, Piece.Open open, Tree tree, LongConsumer progress)
            throws IOException, InterruptedException {
        exchange.send(open);
        Optional<Piece.Have> had = exchange.wanted();
        if (had.isPresent()) {
            Sending.send(tree, exchange, had.get(), progress);
        }
        if (!(exchange.receive() instanceof Piece.Taken)) {
            throw new CarryException("the head did not say that it has taken '" + open.name() + "'.");
        }
    }

    /**
     * Downloads a tree.
     *
     * @param target made here, and removed if this fails; must not exist
     * @return its hash
     */
    String download(Wish wish, String kind, String study, String name, Path target, LongConsumer progress)
            throws IOException, InterruptedException {
        try (Taking taking = new Taking(target, Long.MAX_VALUE)) {
            return carry(wish, exchange -> {
                exchange.send(new Piece.Open(false, kind, study, name, 0, self));
                return taking.take(exchange, progress);
            });
        }
    }

    private <T> T carry(Wish wish, Job<T> job) throws IOException, InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            Exchange exchange = new Exchange();
            Connection over = awaitConnection(wish);
            exchange.attach(over.carrier(exchange));
            try {
                wish.begin(exchange);
                return job.run(exchange);
            } catch (LinkLostException e) {
                wish.check();
                pause(pause, over);
                pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            } finally {
                wish.end();
                exchange.end("");
            }
        }
    }

    private synchronized Connection awaitConnection(Wish wish) throws InterruptedException {
        wish.check();
        while (connection == null) {
            wait();
            wish.check();
        }
        return connection;
    }

    /** Or until something has changed; not at all if there is another connection already. */
    private synchronized void pause(long millis, Connection failed) throws InterruptedException {
        if (connection == failed) {
            wait(millis);
        }
    }
}
