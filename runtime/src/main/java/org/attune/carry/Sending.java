package org.attune.carry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.function.LongConsumer;
import org.attune.wire.Piece;

/** Sends a tree. */
final class Sending {
    static final int PIECE = 256 << 10;

    /** Where the parts of a tree go. */
    private interface Sink {
        void begin(Item item) throws IOException, InterruptedException;

        void add(byte[] bytes) throws IOException, InterruptedException;
    }

    private Sending() {}

    /**
     * @param progress told the number of bytes sent so far
     * @throws CarryException if a file is not what it was when it was listed
     */
    static void send(Tree tree, Exchange exchange, LongConsumer progress) throws IOException, InterruptedException {
        TreeHash hash = new TreeHash();
        long[] sent = new long[1];
        read(tree, new Sink() {
            @Override
            public void begin(Item item) throws IOException, InterruptedException {
                hash.begin(item);
                exchange.send(item.entry());
            }

            @Override
            public void add(byte[] bytes) throws IOException, InterruptedException {
                hash.add(bytes);
                exchange.send(new Piece.Bytes(bytes));
                sent[0] += bytes.length;
                progress.accept(sent[0]);
            }
        });
        exchange.send(new Piece.End(hash.text()));
    }

    /** The hash under which {@link #send} sends a tree. */
    static String hash(Tree tree) throws IOException, InterruptedException {
        TreeHash hash = new TreeHash();
        read(tree, new Sink() {
            @Override
            public void begin(Item item) {
                hash.begin(item);
            }

            @Override
            public void add(byte[] bytes) {
                hash.add(bytes);
            }
        });
        return hash.text();
    }

    private static void read(Tree tree, Sink sink) throws IOException, InterruptedException {
        for (Item item : tree.items()) {
            sink.begin(item);
            if (item.kind() == Item.Kind.LINK) {
                sink.add(Bytes.of(Files.readSymbolicLink(tree.path(item)).toString()));
            } else if (item.kind() == Item.Kind.FILE) {
                file(tree, item, sink);
            }
        }
    }

    private static void file(Tree tree, Item item, Sink sink) throws IOException, InterruptedException {
        long left = item.size();
        try (InputStream file = Files.newInputStream(tree.path(item))) {
            while (left > 0) {
                byte[] bytes = file.readNBytes((int) Math.min(left, PIECE));
                if (bytes.length == 0) {
                    break;
                }
                left -= bytes.length;
                sink.add(bytes);
            }
            if (left > 0 || file.read() >= 0) {
                throw new CarryException(
                        tree.path(item) + " changed while it was read. What is carried must stay as it is until then.");
            }
        }
    }
}
