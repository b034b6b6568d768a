package org.attune.carry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.attune.checkpoint.FileTrees;
import org.attune.trial.Keep;
import org.attune.wire.Connection;
import org.attune.wire.Link;
import org.attune.wire.StudyBrief;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker carries for the head and its studies: their files, and what their trials print and save. It outlives connections: what is not settled goes on over the next one.
 * Thread-safe.
 */
public final class Baggage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Baggage.class);

    private final Scratch scratch;
    private final FileStore cache;
    private final Limits limits;
    private final Transfers transfers = new Transfers();
    private final Backlog backlog = new Backlog();
    private final Map<String, Transfers.Wish> settling = new ConcurrentHashMap<>();
    private final Map<String, FarKeep> keeps = new ConcurrentHashMap<>();

    /**
     * Where a study's trials run and their things lie on this machine.
     *
     * @param folder the study file's, or a copy of what was shipped of it
     * @param results the study's results folder, or what stands for it here
     * @param keeping for {@link org.attune.worker.LocalWorker}
     * @param text for people, whether these are shared with the head or copies
     */
    public record Settled(Path folder, Path results, Keep.Opening keeping, String text) {}

    /**
     * @param scratch folder on this machine's disk in which a private one is made, and what killed workers left there is removed
     * @param cache folder for files by their hash, of all this user's workers
     */
    public Baggage(Path scratch, Path cache, Limits limits) throws IOException {
        this.scratch = new Scratch(scratch);
        this.cache = new FileStore(cache);
        this.limits = limits;
    }

    /** The worker has joined, or joined again: all that is not settled is said again over this connection. */
    public void joined(Connection connection, Link<ToHead> link) {
        transfers.joined(connection);
        backlog.joined(link);
    }

    /** The connection is lost. */
    public void lost() {
        transfers.lost();
        backlog.lost();
    }

    /** Output is in the log. */
    public void taken(ToWorker.OutputTaken message) {
        backlog.taken(message.key(), message.offset());
    }

    /**
     * Makes a study's files ready on this machine, fetching them if they are not shared; that may take long.
     *
     * @param progress told, line by line, what takes long, also later while checkpoints are carried
     * @throws CarryException if they are not to be had here, saying why
     * @throws InterruptedException if the study was dismissed meanwhile
     */
    public Settled settle(StudyBrief study, Consumer<String> progress) throws IOException, InterruptedException {
        boolean sharesFolder = SharedFolders.isShared(Path.of(study.folder()), study.token());
        boolean sharesResults = SharedFolders.isShared(Path.of(study.results()), study.token());
        Path folder = sharesFolder ? Path.of(study.folder()) : shipped(study, progress);
        if (sharesResults) {
            Path results = Path.of(study.results());
            return new Settled(
                    folder,
                    results,
                    broken -> new SharedKeep(study.id(), results, folder, backlog, broken),
                    sharesFolder ? "shared" : "results shared, files shipped");
        }
        Path results = scratch.study(study.id()).resolve("results");
        return new Settled(
                folder,
                results,
                broken -> {
                    FarKeep keep = new FarKeep(
                            study.id(), results, folder, transfers, backlog, limits.checkpoint(), broken, progress);
                    keeps.put(study.id(), keep);
                    return keep;
                },
                sharesFolder ? "files shared, checkpoints carried" : "files shipped, checkpoints carried");
    }

    /** Fetches files that somebody uploaded to the head, a jar say, unless they are here. Abandoned when the connection's worker ends. */
    public Path fetch(String kind, String hash, Consumer<String> progress) throws IOException, InterruptedException {
        return fetch(new Transfers.Wish(), kind, hash, progress);
    }

    /** Drops what was kept for a study; its trials must be over. */
    public void dismiss(String study) {
        Optional.ofNullable(settling.remove(study)).ifPresent(transfers::abandon);
        keeps.remove(study);
        backlog.forget(study);
        try {
            FileTrees.delete(scratch.study(study));
        } catch (IOException e) {
            LOG.warn("Cannot delete what was kept for a study: {}", e.toString());
        }
    }

    @Override
    public void close() {
        settling.values().forEach(transfers::abandon);
        backlog.close();
        scratch.close();
    }

    private Path shipped(StudyBrief study, Consumer<String> progress) throws IOException, InterruptedException {
        if (study.files().isEmpty()) {
            throw new CarryException(
                    "the study's folder " + study.folder()
                            + " is not the same here as at the head, and its files were not shipped. Put it where all machines see it, or let it be shipped.");
        }
        Transfers.Wish wish = new Transfers.Wish();
        settling.put(study.id(), wish);
        try {
            Path files = fetch(wish, "files", study.files(), progress);
            // Trials may write where they run; what is in the cache stays as it is called.
            Path copy = scratch.study(study.id()).resolve("files");
            FileTrees.delete(copy);
            FileTrees.copy(files, copy);
            return copy;
        } finally {
            settling.remove(study.id());
        }
    }

    private Path fetch(Transfers.Wish wish, String kind, String hash, Consumer<String> progress)
            throws IOException, InterruptedException {
        Optional<Path> there = cache.find(hash);
        if (there.isPresent()) {
            return there.get();
        }
        Path gathering = cache.incoming();
        String actual = transfers.download(
                wish, kind, "", hash, gathering, Long.MAX_VALUE, new Progress("Fetching files", 0, progress));
        if (!actual.equals(hash)) {
            FileTrees.delete(gathering);
            throw new CarryException("the head sent other files than " + hash + ".");
        }
        return cache.accept(gathering, hash);
    }
}
