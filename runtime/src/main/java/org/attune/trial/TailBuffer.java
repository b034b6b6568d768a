package org.attune.trial;

/** Keeps the last bytes of a stream. Used by one thread at a time. */
public final class TailBuffer {
    private final byte[] ring;
    private long total;

    public TailBuffer(int room) {
        ring = new byte[room];
    }

    public void add(byte[] bytes, int offset, int length) {
        int kept = Math.min(length, ring.length);
        int from = offset + length - kept;
        total += length - kept;
        int at = (int) (total % ring.length);
        int first = Math.min(kept, ring.length - at);
        System.arraycopy(bytes, from, ring, at, first);
        System.arraycopy(bytes, from + first, ring, 0, kept - first);
        total += kept;
    }

    /** Number of bytes that came. */
    public long total() {
        return total;
    }

    public byte[] bytes() {
        int length = (int) Math.min(total, ring.length);
        int at = (int) ((total - length) % ring.length);
        int first = Math.min(length, ring.length - at);
        byte[] bytes = new byte[length];
        System.arraycopy(ring, at, bytes, 0, first);
        System.arraycopy(ring, 0, bytes, first, length - first);
        return bytes;
    }
}
