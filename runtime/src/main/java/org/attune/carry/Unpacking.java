package org.attune.carry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.attune.checkpoint.FileTrees;
import org.attune.wire.Piece;

/**
 * Builds a tree, in a folder that is new and nobody else's, from what a peer sends. Nothing is ever written through a link: links are made when all else is there, and only those that stay
 * within the tree.
 */
final class Unpacking implements AutoCloseable {
    private static final int OWNER_ALL = 0700;

    private final Path root;
    private final long most;
    private final PackingList list;
    private final TreeHash hash = new TreeHash();
    private final Map<Path, Integer> folders = new LinkedHashMap<>();
    private final List<Item> links = new ArrayList<>();
    private final Map<Item, String> targets = new LinkedHashMap<>();
    private int items;
    private Item current;
    private OutputStream out;
    private long missing;
    private long total;

    private Unpacking(Path root, long most, PackingList list) {
        this.root = root;
        this.most = most;
        this.list = list;
    }

    /**
     * @param root made here; must not exist
     * @param most bytes that it may have in all
     * @param list where what begins is noted
     */
    static Unpacking begin(Path root, long most, PackingList list) throws IOException {
        Files.createDirectories(root.getParent());
        Files.createDirectory(root);
        list.begin(List.of());
        return new Unpacking(root, most, list);
    }

    /** Goes on with what another process left in the middle, which it reads once; absent if there is nothing that can be gone on with. */
    static Optional<Unpacking> goOn(Path root, long most, PackingList list) throws IOException {
        List<PackingList.Line> lines = list.read();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        Unpacking found = new Unpacking(root, most, list);
        try {
            for (PackingList.Line line : lines) {
                found.find(line);
            }
            list.begin(lines);
            return Optional.of(found);
        } catch (IOException e) {
            found.close();
            throw e;
        }
    }

    private void find(PackingList.Line line) throws IOException {
        Item item = line.item();
        Path path = root.resolve(item.path());
        if (missing > 0) {
            throw new CarryException("'" + current.path() + "' is not whole, but others follow.");
        }
        count(item);
        if (item.kind() == Item.Kind.FOLDER) {
            Files.createDirectories(path);
            folders.put(path, item.permissions());
        } else if (item.kind() == Item.Kind.LINK) {
            Files.deleteIfExists(path);
            found(Bytes.of(line.target()));
            links.add(item);
            targets.put(item, line.target());
        } else {
            close();
            out = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            Files.setPosixFilePermissions(path, permissions(item.permissions() | 0600));
            try (InputStream there = Files.newInputStream(path)) {
                for (byte[] bytes = there.readNBytes(Sending.PIECE);
                        bytes.length > 0;
                        bytes = there.readNBytes(Sending.PIECE)) {
                    found(bytes);
                }
            }
        }
    }

    private void found(byte[] bytes) throws CarryException {
        if (bytes.length > missing) {
            throw new CarryException("'" + current.path() + "' has more bytes than were announced.");
        }
        hash.add(bytes);
        missing -= bytes.length;
    }

    private void count(Item item) throws CarryException {
        total += item.size();
        if (total > most) {
            throw new CarryException("more is sent than the " + most + " bytes that were announced.");
        }
        hash.begin(item);
        items++;
        current = item;
        missing = item.size();
    }

    void begin(Item item) throws IOException {
        finishItem();
        Path path = root.resolve(item.path());
        if (!Files.isDirectory(path.getParent())) {
            throw new CarryException("'" + item.path() + "' comes before the folder that it is in.");
        }
        count(item);
        try {
            if (item.kind() == Item.Kind.FOLDER) {
                list.add(item, "");
                Files.createDirectory(path);
                folders.put(path, item.permissions());
            } else if (item.kind() == Item.Kind.FILE) {
                list.add(item, "");
                out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Files.setPosixFilePermissions(path, permissions(item.permissions() | 0600));
            } else {
                out = new ByteArrayOutputStream();
            }
        } catch (FileAlreadyExistsException e) {
            throw new CarryException("'" + item.path() + "' comes twice.");
        }
    }

    void add(byte[] bytes) throws IOException {
        if (out == null || bytes.length > missing) {
            throw new CarryException("more bytes are sent than were announced"
                    + (current == null ? "." : " for '" + current.path() + "'."));
        }
        out.write(bytes);
        hash.add(bytes);
        missing -= bytes.length;
    }

    /**
     * All was sent: the tree is whole and on the disk.
     *
     * @return its hash
     * @throws CarryException if it is not what the peer sent
     */
    String end(String expected) throws IOException {
        finishItem();
        for (Item link : links) {
            link.checkTarget(targets.get(link));
            try {
                Files.createSymbolicLink(root.resolve(link.path()), Path.of(targets.get(link)));
            } catch (FileAlreadyExistsException e) {
                throw new CarryException("'" + link.path() + "' comes twice.");
            }
        }
        FileTrees.force(root);
        for (Map.Entry<Path, Integer> folder : folders.entrySet()) {
            // Attune must be able to remove it.
            Files.setPosixFilePermissions(folder.getKey(), permissions(folder.getValue() | OWNER_ALL));
        }
        String actual = hash.text();
        if (!actual.equals(expected)) {
            throw new CarryException(
                    "what arrived is not what was sent: its SHA-256 is " + actual + ", not " + expected + ".");
        }
        return actual;
    }

    /** How far it is. */
    Piece.Have has() {
        return new Piece.Have(items, current == null ? 0 : current.size() - missing, hash.soFar());
    }

    /** Bytes of files and links so far. */
    long bytes() {
        return total - missing;
    }

    private void finishItem() throws IOException {
        if (missing > 0) {
            throw new CarryException("'" + current.path() + "' ends " + missing + " bytes too early.");
        }
        if (out instanceof ByteArrayOutputStream target) {
            links.add(current);
            targets.put(current, Bytes.text(target.toByteArray()));
            list.add(current, targets.get(current));
        }
        close();
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }

    private static Set<PosixFilePermission> permissions(int bits) {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((bits & 0400 >> permission.ordinal()) != 0) {
                set.add(permission);
            }
        }
        return set;
    }
}
