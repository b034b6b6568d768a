package org.attune.trial;

/** Keeps the last bytes of a stream. Used by one thread at a time. */
final class TailBuffer {
    private final byte[] ring;
    private long total;

    TailBuffer(int room) {
        ring = new byte[room];
    }

    void add(byte[] bytes, int offset, int length) {
        int skipped = Math.max(0, length - ring.length);
        total += skipped;
        for (int i = offset + skipped; i < offset + length; i++) {
            ring[(int) (total++ % ring.length)] = bytes[i];
        }
    }

    /** Number of bytes that came. */
    long total() {
        return total;
    }

    byte[] bytes() {
        byte[] bytes = new byte[(int) Math.min(total, ring.length)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = ring[(int) ((total - bytes.length + i) % ring.length)];
        }
        return bytes;
    }
}
