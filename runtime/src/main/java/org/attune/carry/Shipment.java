package org.attune.carry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.attune.machine.Sizes;
import org.attune.wire.Connection;
import org.attune.wire.Piece;

/** The files of a study, for workers that share no folder with whoever submits it. What {@link Ignored} names is left out. */
public final class Shipment {
    private static final int NAMED = 3;

    private final Tree tree;
    private final String hash;

    private Shipment(Tree tree, String hash) {
        this.tree = tree;
        this.hash = hash;
    }

    /**
     * Reads all of it once.
     *
     * @param folder the study file's
     * @param results where results lie, left out too
     * @throws CarryException if it is too large, naming the largest files, or has something in it that cannot be shipped
     */
    public static Shipment of(Path folder, Path results, Limits limits) throws IOException, InterruptedException {
        Path root = folder.toRealPath();
        Ignored ignored = Ignored.of(root, results);
        Tree tree;
        try {
            tree = Tree.of(root, ignored::test);
        } catch (CarryException e) {
            throw new CarryException(
                    e.getMessage() + " Name it in " + Ignored.FILE + " if trials do not need it, or share the folder.");
        }
        checkSize(
                tree,
                folder,
                limits,
                "Name what trials do not need in " + root.resolve(Ignored.FILE)
                        + ", put the folder where all machines see it,");
        return new Shipment(tree, Sending.hash(tree));
    }

    /**
     * An entry of a class path, whole.
     *
     * @param entry a jar, which is shipped under its name, or a folder of classes
     * @throws CarryException as {@link #of} has it
     */
    public static Shipment ofClasses(Path entry, Limits limits) throws IOException, InterruptedException {
        Path real = entry.toRealPath();
        String name = real.getFileName().toString();
        Tree tree = Files.isDirectory(real)
                ? Tree.of(real)
                : Tree.of(real.getParent(), (path, isFolder) -> !path.equals(name));
        checkSize(tree, entry, limits, "Put it where all machines see it,");
        return new Shipment(tree, Sending.hash(tree));
    }

    private static void checkSize(Tree tree, Path of, Limits limits, String remedy) throws CarryException {
        if (tree.size() > limits.files()) {
            throw new CarryException("the files of " + of + " have " + Sizes.beyond(tree.size(), limits.files())
                    + ", but " + Sizes.text(limits.files()) + " at most are shipped. The largest are " + largest(tree)
                    + ". " + remedy + " or set " + Limits.FILES + " here and for the head.");
        }
    }

    /** SHA-256 of names and contents. */
    public String hash() {
        return hash;
    }

    public long size() {
        return tree.size();
    }

    public int count() {
        return tree.items().size();
    }

    /**
     * Brings it to the head, unless it has it.
     *
     * @param progress told how far it is, while it takes long
     * @throws IOException if the connection is lost, or the head does not take it, saying why
     */
    public void send(Connection connection, Consumer<String> progress) throws IOException, InterruptedException {
        Exchange exchange = new Exchange();
        exchange.attach(connection.carrier(exchange));
        try {
            Transfers.upload(
                    exchange,
                    new Piece.Open(true, Piece.FILES, "", hash, tree.size(), ""),
                    tree,
                    new Progress("Shipping files", tree.size(), progress));
        } finally {
            exchange.end("");
        }
    }

    private static String largest(Tree tree) {
        List<Item> items = tree.items().stream()
                .sorted(Comparator.comparingLong(Item::size).reversed())
                .limit(NAMED)
                .toList();
        return items.stream()
                .map(item -> item.path() + " (" + Sizes.text(item.size()) + ")")
                .collect(Collectors.joining(", "));
    }
}
