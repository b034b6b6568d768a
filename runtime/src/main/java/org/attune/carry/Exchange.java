package org.attune.carry;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.attune.wire.Link;
import org.attune.wire.Piece;
import org.attune.wire.Receiver;

/**
 * One end of a stream of pieces, for a thread that may wait: it sends no more than the peer has granted, and grants as it takes. A peer that sends more than it
 * was granted is cut off.
 */
final class Exchange implements Receiver<Piece> {
    /** Bytes that may be under way. */
    static final int WINDOW = 4 << 20;

    private static final int GRANT = 1 << 20;
    /** Messages that cost nothing, such as asking; nobody has reason to send more. */
    private static final int MOST_FREE = 100;

    private final Queue<Piece> incoming = new ArrayDeque<>();
    private Link<Piece> link;
    private long credit;
    private long granted;
    private long consumed;
    private int free;
    private String closed;

    synchronized void attach(Link<Piece> to) {
        link = to;
    }

    /** Lets the peer send its first bytes. */
    synchronized void grantWindow() {
        granted += WINDOW;
        link.send(new Piece.More(WINDOW));
    }

    /** Waits for the peer's first word: what it has already of the bytes that it wants; empty if it wants none, and {@link #receive} tells what it says instead. */
    synchronized Optional<Piece.Have> wanted() throws InterruptedException {
        while (credit == 0 && (incoming.isEmpty() || incoming.peek() instanceof Piece.Have) && closed == null) {
            wait();
        }
        if (closed != null) {
            return Optional.empty();
        } else if (incoming.peek() instanceof Piece.Have had) {
            incoming.poll();
            return Optional.of(had);
        }
        return incoming.isEmpty() ? Optional.of(Piece.Have.NOTHING) : Optional.empty();
    }

    /**
     * Waits until the peer takes it.
     *
     * @throws LinkLostException if the stream ends before
     * @throws PeerFailedException if the peer says that it failed
     */
    synchronized void send(Piece piece) throws IOException, InterruptedException {
        int cost = Item.cost(piece);
        while (credit < cost && closed == null && !(incoming.peek() instanceof Piece.Failed)) {
            wait();
        }
        if (incoming.peek() instanceof Piece.Failed failed) {
            throw new PeerFailedException(failed.problem());
        } else if (closed != null) {
            throw new LinkLostException(closed);
        }
        credit -= cost;
        link.send(piece);
    }

    /**
     * The next message of the peer.
     *
     * @throws LinkLostException if the stream ends before
     * @throws PeerFailedException if the peer says that it failed
     */
    synchronized Piece receive() throws IOException, InterruptedException {
        while (incoming.isEmpty() && closed == null) {
            wait();
        }
        Piece piece = incoming.poll();
        if (piece == null) {
            throw new LinkLostException(closed);
        } else if (piece instanceof Piece.Failed failed) {
            throw new PeerFailedException(failed.problem());
        }
        consumed += Item.cost(piece);
        if (consumed >= GRANT) {
            granted += consumed;
            link.send(new Piece.More(consumed));
            consumed = 0;
        }
        return piece;
    }

    @Override
    public synchronized void take(Piece piece) {
        if (closed != null) {
            return;
        }
        if (piece instanceof Piece.More more) {
            credit += Math.max(0, Math.min(more.bytes(), WINDOW));
        } else {
            int cost = Item.cost(piece);
            granted -= cost;
            free += cost == 0 ? 1 : 0;
            if (granted < 0 && cost > 0 || free > MOST_FREE) {
                end("it sent more than it was granted");
                return;
            }
            incoming.add(piece);
        }
        notifyAll();
    }

    @Override
    public synchronized void closed(String why) {
        if (closed == null) {
            closed = why.isEmpty() ? "the connection was lost" : why;
            notifyAll();
        }
    }

    /** Ends the stream. */
    synchronized void end(String why) {
        link.close(why);
        closed(why);
    }
}
