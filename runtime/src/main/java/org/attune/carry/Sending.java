package org.attune.carry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.attune.wire.Piece;

/** Sends a tree, from where the receiver has it already. */
final class Sending {
    static final int PIECE = 256 << 10;

    private static final Piece.Have ALL = new Piece.Have(Integer.MAX_VALUE, Long.MAX_VALUE, "");

    /** Where the parts of a tree go. */
    private interface Sink {
        void begin(Item item) throws IOException, InterruptedException;

        void add(byte[] bytes) throws IOException, InterruptedException;
    }

    private Sending() {}

    /**
     * @param had what the receiver says that it has; nothing, unless it is what the tree begins with
     * @param progress told the number of bytes that the receiver was sent so far
     * @throws CarryException if a file is not what it was when it was listed
     */
    static void send(Tree tree, Exchange exchange, Piece.Have had, LongConsumer progress)
            throws IOException, InterruptedException {
        Hashing known = new Hashing();
        read(tree, Piece.Have.NOTHING, had, known);
        boolean goesOn = had.items() > 0 && known.hash.soFar().equals(had.hash());
        Hashing hash = goesOn ? known : new Hashing();
        if (had.items() > 0) {
            exchange.send(goesOn ? had : Piece.Have.NOTHING);
        }
        read(tree, goesOn ? had : Piece.Have.NOTHING, ALL, new Sink() {
            @Override
            public void begin(Item item) throws IOException, InterruptedException {
                hash.begin(item);
                exchange.send(item.entry());
            }

            @Override
            public void add(byte[] bytes) throws IOException, InterruptedException {
                hash.add(bytes);
                exchange.send(new Piece.Bytes(bytes));
                progress.accept(hash.bytes);
            }
        });
        exchange.send(new Piece.End(hash.text()));
    }

    /** The same for a peer that has asked for it. */
    static void send(Tree tree, Exchange exchange) throws IOException, InterruptedException {
        Optional<Piece.Have> had = exchange.wanted();
        send(tree, exchange, had.orElse(Piece.Have.NOTHING), sent -> {});
    }

    /** The hash under which {@link #send} sends a tree. */
    static String hash(Tree tree) throws IOException, InterruptedException {
        Hashing hash = new Hashing();
        read(tree, Piece.Have.NOTHING, ALL, hash);
        return hash.text();
    }

    private static final class Hashing implements Sink {
        private final TreeHash hash = new TreeHash();
        private long bytes;

        @Override
        public void begin(Item item) {
            hash.begin(item);
        }

        @Override
        public void add(byte[] more) {
            hash.add(more);
            bytes += more.length;
        }

        String text() {
            return hash.text();
        }
    }

    /** Reads what lies between two points of it. */
    private static void read(Tree tree, Piece.Have from, Piece.Have to, Sink sink)
            throws IOException, InterruptedException {
        for (int i = Math.max(0, from.items() - 1); i < Math.min(tree.items().size(), to.items()); i++) {
            Item item = tree.items().get(i);
            boolean isBegun = i < from.items();
            if (!isBegun) {
                sink.begin(item);
            }
            long start = isBegun ? from.bytes() : 0;
            long end = i == to.items() - 1 ? Math.min(to.bytes(), item.size()) : item.size();
            if (item.kind() == Item.Kind.LINK) {
                link(tree, item, start, end, sink);
            } else if (item.kind() == Item.Kind.FILE) {
                file(tree, item, start, end, sink);
            }
        }
    }

    private static void link(Tree tree, Item item, long start, long end, Sink sink)
            throws IOException, InterruptedException {
        byte[] target = Bytes.of(Files.readSymbolicLink(tree.path(item)).toString());
        if (target.length != item.size()) {
            throw changed(tree, item);
        } else if (end > start) {
            sink.add(Arrays.copyOfRange(target, (int) start, (int) end));
        }
    }

    private static void file(Tree tree, Item item, long start, long end, Sink sink)
            throws IOException, InterruptedException {
        long left = end - start;
        try (InputStream file = Files.newInputStream(tree.path(item))) {
            file.skipNBytes(Math.min(start, Files.size(tree.path(item))));
            while (left > 0) {
                byte[] bytes = file.readNBytes((int) Math.min(left, PIECE));
                if (bytes.length == 0) {
                    break;
                }
                left -= bytes.length;
                sink.add(bytes);
            }
            if (left > 0 || end == item.size() && file.read() >= 0) {
                throw changed(tree, item);
            }
        }
    }

    private static CarryException changed(Tree tree, Item item) {
        return new CarryException(
                tree.path(item) + " changed while it was read. What is carried must stay as it is until then.");
    }
}
