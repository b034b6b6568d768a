package org.attune.client.bridge;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * @param kind a letter
 * @param content what the letter stands for
 */
record Frame(char kind, ByteBuffer content) {
    private static final int LARGEST = 64 << 20;

    /** @return null at the end */
    static Frame read(DataInputStream in) throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (EOFException e) {
            return null;
        }
        if (length < 1 || length > LARGEST) {
            throw new IOException("a frame of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            return null;
        }
        return new Frame((char) bytes[0], ByteBuffer.wrap(bytes, 1, length - 1));
    }

    /** All bytes of it, with pieces one after the other. */
    static byte[] of(char kind, byte[]... pieces) {
        int length = 1;
        for (byte[] piece : pieces) {
            length += piece.length;
        }
        ByteBuffer buffer =
                ByteBuffer.allocate(Integer.BYTES + length).putInt(length).put((byte) kind);
        for (byte[] piece : pieces) {
            buffer.put(piece);
        }
        return buffer.array();
    }

    static byte[] longs(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES * values.length);
        for (long value : values) {
            buffer.putLong(value);
        }
        return buffer.array();
    }

    /** With its length of two bytes before it. */
    static byte[] name(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Short.BYTES + bytes.length)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        content.get(bytes);
        return bytes;
    }

    /** What is left. */
    byte[] rest() {
        return bytes(content.remaining());
    }

    String text() {
        return new String(rest(), StandardCharsets.UTF_8);
    }
}
