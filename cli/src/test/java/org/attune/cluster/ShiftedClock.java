package org.attune.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.attune.cli.Attune;

/** The time of day as some processes see it, real ones, while they run. What else is to be had of time, such as the time of files and that by which a process waits, stays as it is. */
final class ShiftedClock {
    private final Path file;

    ShiftedClock(Path file) {
        this.file = file;
        set(Duration.ZERO);
    }

    /** What processes must preload to be deceived; made by the C compiler of this machine. */
    static Path library() throws IOException, InterruptedException {
        Path library = Attune.distribution().resolveSibling("shift.so");
        Path source = library.resolveSibling("shift.c");
        try (InputStream text = ShiftedClock.class.getResourceAsStream("shift.c")) {
            Files.write(source, text.readAllBytes());
        }
        int code = new ProcessBuilder("gcc", "-O1", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("gcc ended with exit code " + code + ".");
        }
        return library;
    }

    /** Value of the variable {@code SHIFT} of those who go by this clock. */
    String path() {
        return file.toString();
    }

    /** @param shift how far it is ahead of the true one, in whole seconds */
    void set(Duration shift) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, shift.toSeconds());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(bytes, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
