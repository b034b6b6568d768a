package org.attune.carry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.attune.checkpoint.FileTrees;
import org.attune.wire.Piece;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a tree that a peer sends. A stream that is lost leaves what came so far, and another one goes on from there, where there is a packing list also in another process. For one thread at a
 * time.
 */
final class Taking implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Taking.class);

    private final Path target;
    private final long most;
    private final PackingList list;
    private Unpacking unpacking;
    private boolean whole;

    /**
     * @param target made here; must not exist
     * @param most bytes that it may have in all
     */
    Taking(Path target, long most) {
        this(target, most, PackingList.NONE);
    }

    /** @param list by which another process goes on with it, and this one with what another left */
    Taking(Path target, long most, PackingList list) {
        this.target = target;
        this.most = most;
        this.list = list;
    }

    /** Finds what another process left in the middle. */
    void find() {
        if (unpacking == null) {
            try {
                unpacking = Unpacking.goOn(target, most, list).orElse(null);
            } catch (IOException e) {
                LOG.debug("It begins anew: {}", target, e);
            }
        }
    }

    /** Whether what was begun may be a tree of that size. */
    boolean isFor(long size) {
        return size == most;
    }

    /** @throws java.nio.file.FileSystemException if there is no room for what has not come yet */
    void checkSpace() throws IOException {
        Path existing = target;
        while (!Files.isDirectory(existing)) {
            existing = existing.getParent();
        }
        Space.check(existing, most - (unpacking == null ? 0 : unpacking.bytes()));
    }

    /**
     * Takes it to its end.
     *
     * @param progress told the number of bytes so far
     * @return its hash
     * @throws LinkLostException if the stream ends before; only then may it be called again
     */
    String take(Exchange exchange, LongConsumer progress) throws IOException, InterruptedException {
        Piece.Have has = unpacking == null ? Piece.Have.NOTHING : unpacking.has();
        if (has.items() > 0) {
            exchange.send(has);
        }
        exchange.grantWindow();
        if (has.items() > 0) {
            begin(exchange.receive(), has);
        } else {
            beginAnew();
        }
        while (true) {
            Piece piece = exchange.receive();
            if (piece instanceof Piece.Entry entry) {
                unpacking.begin(Item.of(entry));
            } else if (piece instanceof Piece.Bytes bytes) {
                unpacking.add(bytes.bytes());
                progress.accept(unpacking.bytes());
            } else if (piece instanceof Piece.End end) {
                String hash = unpacking.end(end.hash());
                whole = true;
                return hash;
            } else {
                throw new CarryException(
                        "files were expected, not " + piece.getClass().getSimpleName() + ".");
            }
        }
    }

    /** The sender says whether it goes on from what is here, or it is something else. */
    private void begin(Piece piece, Piece.Have has) throws IOException {
        if (piece.equals(Piece.Have.NOTHING)) {
            beginAnew();
        } else if (!piece.equals(has)) {
            throw new CarryException(
                    "where it goes on was expected, not " + piece.getClass().getSimpleName() + ".");
        }
    }

    private void beginAnew() throws IOException {
        remove();
        unpacking = Unpacking.begin(target, most, list);
    }

    /** Removes what came, unless that is all. */
    @Override
    public void close() throws IOException {
        if (!whole) {
            remove();
        }
    }

    /** Leaves what came to another process. */
    void leave() throws IOException {
        if (unpacking != null) {
            unpacking.close();
        }
    }

    private void remove() throws IOException {
        leave();
        FileTrees.delete(target);
    }
}
