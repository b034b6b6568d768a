package org.attune.carry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.attune.machine.Sizes;
import org.attune.wire.ClassPathEntry;
import org.attune.wire.Connection;
import org.attune.wire.Piece;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a study, for workers that share no folder with whoever submits it. What {@link Ignored} names is left out. */
public final class Shipment {
    private static final int NAMED = 3;
    /** Files and folders that an entry of a class path may have: each worker has to look at all of them. */
    private static final int MOST_CLASSES = 200_000;

    private static final Logger LOG = LoggerFactory.getLogger(Shipment.class);

    private final Tree tree;
    private final String hash;
    private final String sender = UUID.randomUUID().toString();

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
        if (tree.size() > limits.files()) {
            throw new CarryException("the files of " + folder + " have " + Sizes.beyond(tree.size(), limits.files())
                    + ", but " + Sizes.text(limits.files()) + " at most are shipped. The largest are " + largest(tree)
                    + ". Name what trials do not need in " + root.resolve(Ignored.FILE)
                    + ", put the folder where all machines see it, or set " + Limits.FILES
                    + " here and for the head.");
        }
        return new Shipment(tree, Sending.hash(tree));
    }

    /**
     * An entry of a class path, whole. Reads all of it once, and no more than is allowed.
     *
     * @param entry a jar, which is shipped under its name, or a folder of classes
     * @throws CarryException if it is too large, naming the largest files, or has something in it that cannot be shipped
     */
    public static Shipment ofClasses(Path entry, Limits limits) throws IOException, InterruptedException {
        String what = "the entry " + entry + " of the class path";
        Path real = entry.toRealPath();
        if (real.getParent() == null) {
            throw new CarryException(what + " is all that there is on this machine. Name folders of classes and jars.");
        }
        Tree tree;
        try {
            tree = classes(real, limits.files(), MOST_CLASSES);
        } catch (CarryException e) {
            throw new CarryException(what + " cannot be brought to workers: " + e.getMessage()
                    + " Name folders that have nothing but classes, and jars.");
        }
        if (tree.size() > limits.files() || tree.items().size() > MOST_CLASSES) {
            throw new CarryException(what + " has more than " + Sizes.text(limits.files()) + " or more than "
                    + MOST_CLASSES + " files and folders, and would have to be read whole on each worker. "
                    + "The largest that were found are " + largest(tree)
                    + ". Name folders that have nothing but classes, and jars, or set " + Limits.FILES
                    + " here and for the head.");
        }
        return new Shipment(tree, Sending.hash(tree));
    }

    /** Whether the same lies at a path of this machine. Of what is there no more is read than the entry has. */
    static boolean isSame(Path path, ClassPathEntry entry) throws InterruptedException {
        try {
            Tree tree = classes(path.toRealPath(), entry.size(), entry.count());
            return tree.size() == entry.size()
                    && tree.items().size() == entry.count()
                    && Sending.hash(tree).equals(entry.hash());
        } catch (IOException e) {
            LOG.debug("{} of the class path is not the same here.", path, e);
            return false;
        }
    }

    private static Tree classes(Path real, long mostBytes, long mostItems) throws IOException {
        return Files.isDirectory(real)
                ? Tree.of(real, (path, isFolder) -> false, mostBytes, mostItems)
                : Tree.ofFile(real);
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

    /** As an entry of a class path that lies there. */
    public ClassPathEntry entry(Path path) throws IOException {
        return new ClassPathEntry(path.toRealPath().toString(), hash, size(), count());
    }

    /**
     * Brings it to the head, unless it has it; goes on from what the head, or the one before it, has of it.
     *
     * @param progress told how far it is, while it takes long
     * @throws LinkLostException if the connection is lost: it can be sent again over another
     * @throws IOException if the head does not take it, saying why
     */
    public void send(Connection connection, Consumer<String> progress) throws IOException, InterruptedException {
        Exchange exchange = new Exchange();
        exchange.attach(connection.carrier(exchange));
        try {
            Transfers.upload(
                    exchange,
                    new Piece.Open(true, Piece.FILES, "", hash, tree.size(), sender),
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
