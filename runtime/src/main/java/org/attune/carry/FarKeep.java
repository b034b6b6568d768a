package org.attune.carry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.attune.background.Daemons;
import org.attune.checkpoint.Checkpoints;
import org.attune.checkpoint.FileTrees;
import org.attune.checkpoint.UnusableCheckpointException;
import org.attune.machine.Sizes;
import org.attune.trial.Keep;
import org.attune.trial.OutputPart;
import org.attune.wire.AttemptKey;
import org.attune.wire.Piece;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For a worker that shares no folder with the head: checkpoints are carried there before they are reported, and fetched from there unless they are still here. Of each trial only its last
 * one stays here.
 */
final class FarKeep implements Keep {
    private static final Logger LOG = LoggerFactory.getLogger(FarKeep.class);

    private final String study;
    private final Checkpoints here;
    private final Transfers transfers;
    private final Backlog backlog;
    private final long limit;
    private final Consumer<String> progress;
    private final Map<AttemptKey, Transfers.Wish> wishes = new ConcurrentHashMap<>();
    /** Checkpoints that the head has, and that are still here. */
    private final Set<String> copies = ConcurrentHashMap.newKeySet();

    private final ExecutorService housekeeping = housekeeper();

    FarKeep(
            String study,
            Path results,
            Path working,
            Transfers transfers,
            Backlog backlog,
            long limit,
            Consumer<String> broken,
            Consumer<String> progress)
            throws IOException {
        this.study = study;
        this.here = new Checkpoints(results, working, broken);
        this.transfers = transfers;
        this.backlog = backlog;
        this.limit = limit;
        this.progress = progress;
        Files.createDirectories(results);
    }

    @Override
    public void append(int trial, int attempt, byte[] bytes) {
        backlog.add(key(trial, attempt), bytes);
    }

    @Override
    public void finish(int trial, int attempt) {
        backlog.finish(key(trial, attempt));
        wishes.remove(key(trial, OutputPart.attempt(attempt)));
    }

    @Override
    public Path newSaveFolder(int trial, int attempt) throws IOException {
        return here.newSaveFolder(trial, attempt);
    }

    @Override
    public Path sharedSaveFolder(int trial, int attempt) throws IOException {
        return here.sharedSaveFolder(trial, attempt);
    }

    @Override
    public void removeSaveFolder(int trial, int attempt) throws IOException {
        here.removeSaveFolder(trial, attempt);
    }

    @Override
    public String register(int trial, int attempt, int step, String named)
            throws UnusableCheckpointException, IOException, InterruptedException {
        String checkpoint = here.register(trial, attempt, step, named);
        copies.remove(checkpoint);
        boolean carried = false;
        try {
            Tree tree = tree(here.folder(checkpoint));
            String what = "Carrying the checkpoint of trial " + trial + " at step " + step;
            transfers.upload(
                    wish(trial, attempt),
                    Piece.CHECKPOINT,
                    study,
                    checkpoint,
                    tree,
                    new Progress(what, tree.size(), progress));
            carried = true;
        } finally {
            if (!carried) {
                remove(checkpoint);
            }
        }
        List<String> older = copies.stream().filter(one -> isOf(trial, one)).toList();
        copies.add(checkpoint);
        older.forEach(this::discard);
        return checkpoint;
    }

    @Override
    public Path checkpoint(int trial, int attempt, String checkpoint) throws IOException, InterruptedException {
        if (!copies.contains(checkpoint)) {
            fetch(trial, attempt, checkpoint);
        }
        return here.folder(checkpoint);
    }

    @Override
    public void abandon(int trial, int attempt) {
        transfers.abandon(wish(trial, attempt));
    }

    @Override
    public void discard(String checkpoint) {
        if (copies.remove(checkpoint)) {
            remove(checkpoint);
        }
    }

    @Override
    public void close() {
        housekeeping.shutdown();
    }

    private Tree tree(Path folder) throws IOException, UnusableCheckpointException {
        try {
            Tree tree = Tree.of(folder);
            if (tree.size() > limit) {
                throw new UnusableCheckpointException("a checkpoint that has to be carried to the head may have "
                        + Sizes.text(limit) + ", but this has " + Sizes.beyond(tree.size(), limit)
                        + ". Save less, put the results on a folder that all machines share, or set "
                        + Limits.CHECKPOINT + " of head and workers.");
            }
            return tree;
        } catch (CarryException e) {
            throw new UnusableCheckpointException("the checkpoint cannot be carried to the head: " + e.getMessage());
        }
    }

    private void fetch(int trial, int attempt, String checkpoint) throws IOException, InterruptedException {
        Path gathering = here.incoming(checkpoint);
        try {
            transfers.download(
                    wish(trial, attempt),
                    Piece.CHECKPOINT,
                    study,
                    checkpoint,
                    gathering.resolve("new"),
                    new Progress("Fetching the checkpoint of trial " + trial, 0, progress));
            here.accept(gathering.resolve("new"), checkpoint);
            copies.add(checkpoint);
        } catch (PeerFailedException e) {
            throw new NoSuchFileException(checkpoint, null, e.getMessage());
        } catch (IOException e) {
            here.gatheringFailed(checkpoint, e);
            throw e;
        } finally {
            FileTrees.delete(gathering);
        }
    }

    private void remove(String checkpoint) {
        try {
            here.discard(checkpoint).ifPresent(path -> housekeeping.execute(() -> delete(path)));
        } catch (IOException | IllegalArgumentException | RejectedExecutionException e) {
            LOG.warn("Cannot delete the copy of {}: {}", checkpoint, e.toString());
        }
    }

    private void delete(Path discarded) {
        try {
            here.delete(discarded);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}: {}", discarded, e.toString());
        }
    }

    private Transfers.Wish wish(int trial, int attempt) {
        return wishes.computeIfAbsent(key(trial, attempt), any -> new Transfers.Wish());
    }

    private AttemptKey key(int trial, int attempt) {
        return new AttemptKey(study, trial, attempt);
    }

    private static boolean isOf(int trial, String checkpoint) {
        return checkpoint.startsWith("checkpoints/" + trial + "/");
    }

    private static ExecutorService housekeeper() {
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Daemons.named("attune-discard"));
        one.allowCoreThreadTimeOut(true);
        return one;
    }
}
