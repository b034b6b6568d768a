package org.attune.carry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.attune.checkpoint.FileTrees;
import org.attune.wire.Piece;

/** Takes a tree that a peer sends. */
final class Taking {
    private Taking() {}

    /**
     * @param target made here; removed again if this fails
     * @param most bytes that it may have in all
     * @param progress told the number of bytes so far
     * @return its hash
     */
    static String take(Exchange exchange, Path target, long most, LongConsumer progress)
            throws IOException, InterruptedException {
        boolean whole = false;
        try (Unpacking unpacking = new Unpacking(target, most)) {
            long[] taken = new long[1];
            exchange.grantWindow();
            while (true) {
                Piece piece = exchange.receive();
                if (piece instanceof Piece.Entry entry) {
                    unpacking.begin(Item.of(entry));
                } else if (piece instanceof Piece.Bytes bytes) {
                    unpacking.add(bytes.bytes());
                    taken[0] += bytes.bytes().length;
                    progress.accept(taken[0]);
                } else if (piece instanceof Piece.End end) {
                    String hash = unpacking.end(end.hash());
                    whole = true;
                    return hash;
                } else {
                    throw new CarryException(
                            "files were expected, not " + piece.getClass().getSimpleName() + ".");
                }
            }
        } finally {
            if (!whole) {
                FileTrees.delete(target);
            }
        }
    }
}
