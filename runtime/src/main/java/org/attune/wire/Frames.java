package org.attune.wire;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What gRPC carries: bytes, which are messages one after the other (all {@link Packed}, or none), or the last words of an end that closes a link. */
final class Frames implements MethodDescriptor.Marshaller<byte[]> {
    /** No message begins with it. */
    private static final byte FAREWELL = 0;

    static byte[] farewell(String why) {
        byte[] words = why.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[words.length + 1];
        frame[0] = FAREWELL;
        System.arraycopy(words, 0, frame, 1, words.length);
        return frame;
    }

    static boolean isFarewell(byte[] frame) {
        return frame.length > 0 && frame[0] == FAREWELL;
    }

    static String words(byte[] farewell) {
        return new String(farewell, 1, farewell.length - 1, StandardCharsets.UTF_8);
    }

    @Override
    public InputStream stream(byte[] frame) {
        return new Bytes(frame);
    }

    @Override
    public byte[] parse(InputStream stream) {
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Bytes extends ByteArrayInputStream implements Drainable, KnownLength {
        Bytes(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int length = available();
            target.write(buf, pos, length);
            pos = count;
            return length;
        }
    }
}
