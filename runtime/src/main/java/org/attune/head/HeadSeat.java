package org.attune.head;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.attune.journal.DiskWatch;
import org.attune.journal.FencedException;
import org.attune.journal.Head;
import org.attune.journal.Ownership;
import org.attune.journal.StudyBusyException;
import org.attune.wire.ClusterFolder;

/**
 * The right to be the head of a cluster: among all processes that see its folder one has it, as one has the right to write a study. Each that takes it has a higher epoch than all
 * before. Thread-safe.
 */
final class HeadSeat implements AutoCloseable {
    private static final String EPOCH = "epoch";

    private final Ownership ownership;

    private HeadSeat(Ownership ownership) {
        this.ownership = ownership;
    }

    /**
     * @param folder the cluster's, which exists
     * @param takeOver take the seat from a head that seems alive
     * @param log told when the folder's file system does not answer
     * @throws HeadBusyException if another head has it
     */
    static HeadSeat take(Path folder, boolean takeOver, Consumer<String> log) throws IOException {
        Ownership ownership = acquire(folder, takeOver, log);
        try {
            Path file = folder.resolve(EPOCH);
            ownership.exceed(lastEpoch(file));
            ClusterFolder.write(file, ownership.head().epoch() + "\n");
            ownership.forgetDeposed();
            return new HeadSeat(ownership);
        } catch (IOException | RuntimeException e) {
            ownership.close();
            throw e;
        }
    }

    /** Who has it: this process. */
    Head holder() {
        return ownership.head();
    }

    /** Whether it is still this process that has it. Opens a file. */
    boolean isHeld() throws IOException {
        try {
            ownership.check();
            return true;
        } catch (FencedException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        ownership.close();
    }

    private static Ownership acquire(Path folder, boolean takeOver, Consumer<String> log) throws IOException {
        try {
            return Ownership.acquire(folder, takeOver, new DiskWatch(folder, DiskWatch.PATIENCE, log));
        } catch (StudyBusyException e) {
            throw new HeadBusyException(folder, e.head(), e.isHere(), false);
        }
    }

    private static long lastEpoch(Path file) throws IOException {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (NoSuchFileException | NumberFormatException e) {
            return 0;
        }
    }
}
