package org.attune.trial;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Reads what one trial printed from the file that {@link OutputLog} writes, also while it is being written. One thread uses it at a time. */
public final class OutputReader implements AutoCloseable {

    /** Takes what an attempt printed, piece by piece; {@code rank}: of which of its parts, 0 of a whole attempt. */
    public interface Sink {
        void take(int attempt, int rank, byte[] bytes) throws IOException;

        /** It prints no more. */
        default void ended(int attempt, int rank) throws IOException {}
    }

    private final FileChannel file;
    private final int trial;
    private long position;
    private int ended;

    /** @throws java.nio.file.NoSuchFileException if no trial of the study has printed anything yet */
    public OutputReader(Path results, int trial) throws IOException {
        this.file = FileChannel.open(results.resolve(OutputLog.FILE), StandardOpenOption.READ);
        this.trial = trial;
    }

    /** Copies what the trial printed since the last call; false if that was nothing. */
    public boolean copy(OutputStream out) throws IOException {
        return read((attempt, rank, bytes) -> out.write(bytes));
    }

    /** Passes on what the trial printed since the last call, in order; false if that was nothing. */
    public boolean read(Sink sink) throws IOException {
        boolean any = false;
        for (Optional<OutputFrame> frame = OutputFrame.at(file, position);
                frame.isPresent();
                frame = OutputFrame.at(file, position)) {
            if (frame.get().trial() == trial) {
                any |= frame.get().length() > 0;
                pass(frame.get(), sink);
            }
            position += OutputFrame.HEAD + frame.get().length();
        }
        return any;
    }

    private void pass(OutputFrame frame, Sink sink) throws IOException {
        int attempt = OutputPart.attempt(frame.attempt());
        int rank = OutputPart.rank(frame.attempt());
        if (frame.length() > 0) {
            sink.take(attempt, rank, bytes(frame));
        }
        if (frame.last()) {
            sink.ended(attempt, rank);
            ended = rank == 0 ? attempt : ended;
        }
    }

    /** The last attempt of which all was read, to its end; 0 if there is none. */
    public int ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private byte[] bytes(OutputFrame frame) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(frame.length());
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + OutputFrame.HEAD + bytes.position()) < 0) {
                throw new EOFException("the output of trial " + trial + " is cut off.");
            }
        }
        return bytes.array();
    }
}
