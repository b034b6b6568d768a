package org.attune.task.value;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** What a function threw, as bytes: as text for all cases, and as it was if it can be serialised. */
public final class Failures {
    private static final int MOST_TEXT = 64 * 1024;
    private static final int MOST_OBJECT = 1 << 20;

    /** @param object serialised as {@link Values} do, or empty */
    public record Failure(String type, String message, String trace, byte[] object) {}

    private Failures() {}

    public static byte[] write(Throwable thrown) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            write(out, thrown.getClass().getName().getBytes(StandardCharsets.UTF_8));
            write(out, text(said(() -> String.valueOf(thrown.getMessage()))));
            write(out, text(said(() -> trace(thrown))));
            write(out, object(thrown));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
    }

    /** @throws IOException if the bytes are no failure */
    public static Failure read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        return new Failure(string(in), string(in), string(in), part(in));
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    /** What an exception says of itself is code of others as well. */
    private static String said(Supplier<String> said) {
        try {
            return said.get();
        } catch (Throwable fault) {
            return "it cannot say, because of " + fault.getClass().getName();
        }
    }

    private static byte[] object(Throwable thrown) {
        try {
            byte[] bytes = Values.write(thrown, type -> {});
            return bytes.length > MOST_OBJECT ? new byte[0] : bytes;
        } catch (Throwable fault) {
            return new byte[0];
        }
    }

    private static byte[] text(String text) {
        return text.substring(0, Math.min(text.length(), MOST_TEXT)).getBytes(StandardCharsets.UTF_8);
    }

    private static void write(DataOutputStream out, byte[] part) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }

    private static String string(DataInputStream in) throws IOException {
        return new String(part(in), StandardCharsets.UTF_8);
    }

    private static byte[] part(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("the bytes are no failure");
        }
        return in.readNBytes(length);
    }
}
