package org.attune.wire;

/** Files on their way, either direction: one transfer at a time on a stream. The receiver of bytes grants what may be under way, and says when all is in its place. */
public sealed interface Piece {
    /** Kinds of what is carried. */
    String CHECKPOINT = "checkpoint";

    String FILES = "files";

    /**
     * Asks for something ({@code upload} false), or offers it.
     *
     * @param kind {@link #CHECKPOINT} or {@link #FILES}
     * @param study id, or empty
     * @param name folder of the checkpoint relative to the study's, or a content hash
     * @param size bytes, if offered
     * @param sender who offers it, and will again if this stream is lost; empty if nobody will
     */
    record Open(boolean upload, String kind, String study, String name, long size, String sender) implements Piece {}

    /**
     * What the receiver has of it, from a stream that was lost, said before it grants anything. The sender says the same if that is how what it sends begins, and goes on from there; else
     * that it begins anew, with nothing.
     *
     * @param items how many have begun, as many {@link Entry}s
     * @param bytes of the last of them
     * @param hash SHA-256 of all names and bytes so far
     */
    record Have(int items, long bytes, String hash) implements Piece {
        public static final Have NOTHING = new Have(0, 0, "");
    }

    /** A file begins. {@code path}: relative, with {@code /}; {@code mode}: permission bits. */
    record Entry(String path, long size, int mode) implements Piece {}

    record Bytes(byte[] bytes) implements Piece {}

    /** All was sent. {@code hash}: SHA-256 of all names and bytes. */
    record End(String hash) implements Piece {}

    /** So many more bytes may be sent. */
    record More(long bytes) implements Piece {}

    /** All is in its place, or was there already. */
    record Taken() implements Piece {}

    /** Why it is not. */
    record Failed(String problem) implements Piece {}
}
