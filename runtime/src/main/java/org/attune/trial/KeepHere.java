package org.attune.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.attune.background.Daemons;
import org.attune.checkpoint.Checkpoints;
import org.attune.checkpoint.CheckpointsHere;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps output and checkpoints in the study's results folder, as the only one that writes there. */
public final class KeepHere extends CheckpointsHere implements Keep {
    private static final Logger LOG = LoggerFactory.getLogger(KeepHere.class);

    private final ExecutorService housekeeping = Executors.newSingleThreadExecutor(Daemons.named("attune-discard"));
    private final OutputLog output;

    /**
     * Puts in order what a former writer was in the middle of.
     *
     * @param results the study's results folder, made if it is not there
     * @param working the folder that trials run in
     * @param broken told why when the file system of the results takes nothing in
     */
    public KeepHere(Path results, Path working, Consumer<String> broken) throws IOException {
        this(results, working, broken, false);
    }

    private KeepHere(Path results, Path working, Consumer<String> broken, boolean isInUse) throws IOException {
        super(recovered(results, working, broken, isInUse));
        output = new OutputLog(results);
    }

    private static Checkpoints recovered(Path results, Path working, Consumer<String> broken, boolean isInUse)
            throws IOException {
        Files.createDirectories(results);
        Checkpoints checkpoints = new Checkpoints(results, working, broken);
        checkpoints.recover(isInUse);
        return checkpoints;
    }

    /** The same where attempts may run that a former writer was told of: the folders that they save in are left alone, until {@link #lost}. */
    public static KeepHere besideTrials(Path results, Path working, Consumer<String> broken) throws IOException {
        return new KeepHere(results, working, broken, true);
    }

    /** Nobody removes the folder that an attempt saved in, since its worker is lost. */
    public void lost(int trial, int attempt) {
        try {
            housekeeping.execute(() -> removeLeft(trial, attempt));
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed meanwhile.", e);
        }
    }

    private void removeLeft(int trial, int attempt) {
        try {
            removeSaveFolder(trial, attempt);
        } catch (IOException e) {
            LOG.debug("Trial {} may save still.", trial, e);
        }
    }

    @Override
    public void append(int trial, int attempt, byte[] bytes) {
        output.append(trial, attempt, bytes);
    }

    @Override
    public void finish(int trial, int attempt) {
        output.finish(trial, attempt);
    }

    /** As {@link OutputLog#take}. */
    public long take(int trial, int attempt, long offset, byte[] bytes, boolean last) {
        return output.take(trial, attempt, offset, bytes, last);
    }

    @Override
    public void abandon(int trial, int attempt) {
        // Nothing here waits for anybody.
    }

    @Override
    public void discard(String checkpoint) {
        try {
            checkpoints().discard(checkpoint).ifPresent(path -> housekeeping.execute(() -> delete(path)));
        } catch (IOException | IllegalArgumentException | RejectedExecutionException e) {
            LOG.warn("Cannot delete the checkpoint {}: {}", checkpoint, e.toString());
        }
    }

    @Override
    public void close() {
        housekeeping.shutdown();
        try {
            housekeeping.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        output.close();
    }

    private void delete(Path discarded) {
        try {
            checkpoints().delete(discarded);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}: {}", discarded, e.toString());
        }
    }
}
