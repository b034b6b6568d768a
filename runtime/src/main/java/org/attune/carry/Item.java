package org.attune.carry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.attune.wire.Piece;

/**
 * A file, a folder or a link within a tree.
 *
 * @param path relative to the tree, its names separated by {@code /}
 * @param size bytes; of a link, of its target's name
 * @param permissions for owner, group and others, as {@code chmod} has them
 */
record Item(String path, Kind kind, long size, int permissions) {
    private static final int KIND = 0170000;
    private static final int PERMISSIONS = 0777;
    private static final int LONGEST_PATH = 4096;

    enum Kind {
        FILE(0100000),
        FOLDER(0040000),
        LINK(0120000);

        private final int bits;

        Kind(int bits) {
            this.bits = bits;
        }
    }

    /**
     * @param mode type and permissions, as {@code stat} has them
     * @throws CarryException if it is nothing that may be in a tree
     */
    static Item of(String path, long size, int mode) throws CarryException {
        Kind kind = Arrays.stream(Kind.values())
                .filter(one -> one.bits == (mode & KIND))
                .findFirst()
                .orElseThrow(() -> new CarryException("'" + path + "' is neither a file, a folder nor a link."));
        boolean isPath = !path.isEmpty()
                && path.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH
                && path.indexOf('\0') < 0
                && names(path).stream().noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
        if (!isPath) {
            throw new CarryException("'" + path + "' is no path within a folder.");
        } else if (size < 0 || kind == Kind.FOLDER && size != 0 || kind == Kind.LINK && size > LONGEST_PATH) {
            throw new CarryException("'" + path + "' cannot have " + size + " bytes.");
        }
        return new Item(path, kind, size, mode & PERMISSIONS);
    }

    static Item of(Piece.Entry entry) throws CarryException {
        return of(entry.path(), entry.size(), entry.mode());
    }

    Piece.Entry entry() {
        return new Piece.Entry(path, size, kind.bits | permissions);
    }

    /**
     * Takes only links that stay within the tree, whatever else in it is a link: first as many {@code ..} as there are folders above it, at most, then names.
     *
     * @throws CarryException if it leads elsewhere
     */
    void checkTarget(String target) throws CarryException {
        List<String> steps = names(target);
        long up = steps.stream().takeWhile(".."::equals).count();
        boolean isInside = !target.isEmpty()
                && target.indexOf('\0') < 0
                && up < names(path).size()
                && steps.stream().skip(up).noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
        if (!isInside) {
            throw new CarryException("'" + path + "' is a link to '" + target + "', outside of its folder.");
        }
    }

    static List<String> names(String path) {
        return List.of(path.split("/", -1));
    }

    /** How much it counts against what may be under way. */
    static int cost(Piece piece) {
        if (piece instanceof Piece.Bytes bytes) {
            return bytes.bytes().length;
        } else if (piece instanceof Piece.Entry entry) {
            return entry.path().length() + Long.BYTES + Integer.BYTES;
        }
        return 0;
    }
}
