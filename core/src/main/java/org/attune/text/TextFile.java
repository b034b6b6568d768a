package org.attune.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The whole text of a file; what makes it none is said with its place. */
public final class TextFile {
    private static final int LARGEST = 64 << 20;

    private TextFile() {}

    /**
     * @param kind what is expected, for messages: {@code "a study file"}
     * @throws TextException if there is no such file, or it is a folder, larger than 64 MiB, or not UTF-8
     * @throws UncheckedIOException if the file is there but cannot be read
     */
    public static String read(Path file, String kind) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString(), kind);
        } catch (NoSuchFileException e) {
            throw unreadable(file.toString(), "no such file.");
        } catch (IOException e) {
            if (Files.isDirectory(file)) {
                throw unreadable(file.toString(), "this is a folder, but " + kind + " is needed.");
            }
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param sourceName what errors call the text
     * @param kind as above
     * @throws TextException if it is larger than 64 MiB, or not UTF-8
     */
    public static String read(InputStream in, String sourceName, String kind) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw unreadable(sourceName, kind + " may have 64 MiB, but this is larger.");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(rest, text, true);
        text.flip();
        if (result.isError()) {
            throw notText(bytes[rest.position()], text.toString(), sourceName, kind);
        }
        boolean marked = text.hasRemaining() && text.charAt(0) == '\uFEFF';
        return text.subSequence(marked ? 1 : 0, text.length()).toString();
    }

    private static TextException notText(byte wrong, String before, String sourceName, String kind) {
        int line = (int) before.chars().filter(letter -> letter == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        String rule = kind + " must be UTF-8 text, but this one is not: there is a byte 0x"
                + String.format("%02x", wrong & 0xFF) + ".";
        return new TextException(List.of(
                new TextError(sourceName + ":" + line + ":" + column, line, column, rule, "Save it as UTF-8.", "")));
    }

    private static TextException unreadable(String sourceName, String rule) {
        return new TextException(List.of(new TextError(sourceName, 0, 0, rule, "", "")));
    }
}
