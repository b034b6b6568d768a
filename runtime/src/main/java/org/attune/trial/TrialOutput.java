package org.attune.trial;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Reads what a trial printed out of a study's {@link OutputLog}, also while it is being written. */
public final class TrialOutput {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private TrialOutput() {}

    /** Writes what a trial printed so far, all its attempts, to {@code out}, and returns the number of bytes. */
    public static long read(Path results, int trial, OutputStream out) throws IOException {
        return read(results, trial, out, () -> false);
    }

    /**
     * The same, and goes on with what comes, flushed as it comes, until {@code following} says that no more does; what was there by then is written still.
     */
    public static long read(Path results, int trial, OutputStream out, BooleanSupplier following) throws IOException {
        Path path = results.resolve(OutputLog.FILE);
        long position = 0;
        long bytes = 0;
        boolean more;
        do {
            more = following.getAsBoolean();
            if (Files.exists(path)) {
                try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
                    for (Optional<OutputFrame> frame = OutputFrame.at(file, position);
                            frame.isPresent();
                            frame = OutputFrame.at(file, position)) {
                        if (frame.get().trial() == trial) {
                            copy(file, position + OutputFrame.HEAD, frame.get().length(), out);
                            bytes += frame.get().length();
                        }
                        position += OutputFrame.HEAD + frame.get().length();
                    }
                }
            }
            out.flush();
            if (more) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } while (more);
        return bytes;
    }

    private static void copy(FileChannel file, long position, int length, OutputStream out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                break;
            }
        }
        out.write(bytes.array(), 0, bytes.position());
    }
}
