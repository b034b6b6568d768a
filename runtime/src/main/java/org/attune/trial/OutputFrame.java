package org.attune.trial;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The head of one piece of output in the file {@code output.bin}: four big-endian integers of 32 bits, the trial, the attempt, the number of bytes that
 * follow, and the CRC-32C of these three. The attempt is an {@link OutputPart}. The piece that ends an attempt, often empty, has the attempt's highest bit set.
 */
record OutputFrame(int trial, int attempt, int length, boolean last) {
    static final int HEAD = 16;
    private static final int LAST = 1 << 31;

    ByteBuffer head() {
        ByteBuffer head = ByteBuffer.allocate(HEAD)
                .putInt(trial)
                .putInt(last ? attempt | LAST : attempt)
                .putInt(length);
        return head.putInt(check(head)).flip();
    }

    /** The frame at a position; absent if there is no whole one. */
    static Optional<OutputFrame> at(FileChannel file, long position) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        while (head.hasRemaining()) {
            if (file.read(head, position + head.position()) < 0) {
                return Optional.empty();
            }
        }
        int attempt = head.getInt(4);
        OutputFrame frame = new OutputFrame(head.getInt(0), attempt & ~LAST, head.getInt(8), (attempt & LAST) != 0);
        boolean isWhole =
                head.getInt(12) == check(head) && frame.length >= 0 && position + HEAD + frame.length <= file.size();
        return isWhole ? Optional.of(frame) : Optional.empty();
    }

    private static int check(ByteBuffer head) {
        CRC32C crc = new CRC32C();
        crc.update(head.array(), 0, 12);
        return (int) crc.getValue();
    }
}
