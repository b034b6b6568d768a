package org.attune.carry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
    private final TreeHash hash = new TreeHash();
    private final Map<Path, Integer> folders = new LinkedHashMap<>();
    private final List<Item> links = new ArrayList<>();
    private final Map<Item, String> targets = new LinkedHashMap<>();
    private int items;
    private Item current;
    private OutputStream out;
    private long missing;
    private long total;

    /**
     * @param root made here; must not exist
     * @param most bytes that it may have in all
     */
    Unpacking(Path root, long most) throws IOException {
        this.root = root;
        this.most = most;
        Files.createDirectories(root.getParent());
        Files.createDirectory(root);
    }

    void begin(Item item) throws IOException {
        finishItem();
        total += item.size();
        if (total > most) {
            throw new CarryException("more is sent than the " + most + " bytes that were announced.");
        }
        Path path = root.resolve(item.path());
        if (!Files.isDirectory(path.getParent())) {
            throw new CarryException("'" + item.path() + "' comes before the folder that it is in.");
        }
        hash.begin(item);
        items++;
        current = item;
        missing = item.size();
        try {
            if (item.kind() == Item.Kind.FOLDER) {
                Files.createDirectory(path);
                folders.put(path, item.permissions());
            } else if (item.kind() == Item.Kind.FILE) {
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
