package org.attune.carry;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a tree: of each item its path, kind, permissions and size, then its bytes. */
final class TreeHash {
    static final String FORM = "[0-9a-f]{64}";

    private final MessageDigest digest;

    TreeHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void begin(Item item) {
        byte[] path = Bytes.of(item.path());
        // Group and others are left out: what they may do depends on the umask of whoever made the file.
        digest.update(ByteBuffer.allocate(3 * Integer.BYTES + Long.BYTES + path.length)
                .putInt(path.length)
                .put(path)
                .putInt(item.kind().ordinal())
                .putInt(item.kind() == Item.Kind.FILE ? item.permissions() & 0100 : 0)
                .putLong(item.size())
                .flip());
    }

    void add(byte[] bytes) {
        digest.update(bytes);
    }

    /** The same, of what was added so far; more may be. */
    String soFar() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    String text() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
