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
     */
    record Open(boolean upload, String kind, String study, String name, long size) implements Piece {}

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
