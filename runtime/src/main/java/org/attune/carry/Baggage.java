package org.attune.carry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.attune.checkpoint.FileTrees;
import org.attune.machine.Sizes;
import org.attune.trial.Keep;
import org.attune.wire.ClassPathEntry;
import org.attune.wire.Connection;
import org.attune.wire.Link;
import org.attune.wire.Piece;
import org.attune.wire.StudyBrief;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.worker.StudySite;
import org.attune.worker.StudySites;
import org.attune.worker.WorkerOffice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker carries for the head and its studies: their files, and what their trials print and save. It outlives connections: what is not settled goes on over the next one.
 * Thread-safe.
 */
public final class Baggage implements StudySites, WorkerOffice {
    private static final Logger LOG = LoggerFactory.getLogger(Baggage.class);

    private final Scratch scratch;
    private final FileStore cache;
    private final Limits limits;
    private final Transfers transfers = new Transfers();
    private final Backlog backlog = new Backlog();
    /** How many each study has: more than one while trials of an earlier definition come to their end. */
    private final Map<String, Integer> places = new ConcurrentHashMap<>();

    /**
     * @param scratch folder on this machine's disk in which a private one is made, and what killed workers left there is removed
     * @param cache folder for files by their hash, of all this user's workers
     */
    public Baggage(Path scratch, Path cache, Limits limits) throws IOException {
        this.scratch = new Scratch(scratch);
        this.cache = new FileStore(cache);
        this.limits = limits;
    }

    /** Where what is no study's may lie as long as the worker lives; not made here. */
    public Path folder(String name) {
        return scratch.other(name);
    }

    @Override
    public void joined(Connection connection, Link<ToHead> head, ToWorker.Welcome welcome) {
        transfers.joined(connection);
        backlog.joined(head);
    }

    @Override
    public void lost() {
        transfers.lost();
        backlog.lost();
    }

    @Override
    public boolean take(ToWorker message) {
        if (message instanceof ToWorker.OutputTaken taken) {
            backlog.taken(taken.key(), taken.offset());
            return true;
        }
        return false;
    }

    @Override
    public boolean isBusy() {
        return !backlog.isEmpty();
    }

    /** {@code progress}: also told later, while checkpoints are carried. */
    @Override
    public StudySite open(StudyBrief study, Consumer<String> progress) throws IOException, InterruptedException {
        Path place = scratch.place(study.id());
        places.merge(study.id(), 1, Integer::sum);
        boolean isOpen = false;
        try {
            Path folder = Path.of(study.folder());
            if (!SharedFolders.isShared(folder, study.token())) {
                folder = shipped(study, place, progress);
            }
            Site site = new Site(study, place, folder, classPath(study, place, progress), progress);
            isOpen = true;
            return site;
        } finally {
            if (!isOpen) {
                leave(study, place);
            }
        }
    }

    private void leave(StudyBrief study, Path place) {
        places.computeIfPresent(study.id(), (id, count) -> count == 1 ? null : count - 1);
        if (!places.containsKey(study.id())) {
            backlog.forget(study.id());
        }
        try {
            FileTrees.delete(place);
        } catch (IOException e) {
            LOG.warn("Cannot delete what was kept for study {}: {}", study.name(), e.toString());
        }
    }

    @Override
    public void close() {
        backlog.close();
        scratch.close();
    }

    /** On this machine. */
    private final class Site implements StudySite {
        private final StudyBrief study;
        private final Path place;
        private final Path folder;
        private final List<Path> classPath;
        private final Consumer<String> progress;

        Site(StudyBrief study, Path place, Path folder, List<Path> classPath, Consumer<String> progress) {
            this.study = study;
            this.place = place;
            this.folder = folder;
            this.classPath = classPath;
            this.progress = progress;
        }

        @Override
        public Path folder() {
            return folder;
        }

        @Override
        public List<Path> classPath() {
            return classPath;
        }

        @Override
        public List<Path> written() {
            Path results = Path.of(study.results());
            return List.of(SharedFolders.isShared(results, study.token()) ? results : place);
        }

        @Override
        public Keep keep(Consumer<String> broken) throws IOException {
            Path results = Path.of(study.results());
            if (SharedFolders.isShared(results, study.token())) {
                return new SharedKeep(study.id(), results, folder, backlog, broken);
            }
            return new FarKeep(
                    study.id(),
                    place.resolve("results"),
                    folder,
                    transfers,
                    backlog,
                    limits.checkpoint(),
                    broken,
                    progress);
        }

        @Override
        public void close() {
            leave(study, place);
        }
    }

    private Path shipped(StudyBrief study, Path place, Consumer<String> progress)
            throws IOException, InterruptedException {
        if (study.files().isEmpty()) {
            throw new CarryException(
                    "the study's folder " + study.folder()
                            + " is not the same here as at the head, and its files were not shipped. Put it where all machines see it, or have it shipped.");
        }
        return copy(study.files(), place.resolve("files"), progress);
    }

    /** Where each entry lies on this machine: where it lay for whoever submitted the study, if the same is there. */
    private List<Path> classPath(StudyBrief study, Path place, Consumer<String> progress)
            throws IOException, InterruptedException {
        List<Path> paths = new ArrayList<>();
        for (ClassPathEntry entry : study.classPath()) {
            Path path = Path.of(entry.path());
            paths.add(Shipment.isSame(path, entry) ? path : shipped(entry, place, progress));
        }
        return paths;
    }

    private Path shipped(ClassPathEntry entry, Path place, Consumer<String> progress)
            throws IOException, InterruptedException {
        try {
            Path copy = copy(entry.hash(), place.resolve("class-path-" + entry.hash()), progress);
            Path name = Path.of(entry.path()).getFileName();
            return name != null && Files.isRegularFile(copy.resolve(name)) ? copy.resolve(name) : copy;
        } catch (PeerFailedException e) {
            throw new CarryException(
                    entry.path() + " of the class path is not the same here as where the study was submitted ("
                            + Sizes.text(entry.size()) + ", " + entry.count()
                            + (entry.count() == 1 ? " file" : " files and folders")
                            + "), and was not shipped ("
                            + e.getMessage() + "). Put it where all machines see it, or have it shipped (--ship).");
        }
    }

    /** Trials may write where they run; what is in the cache stays as it is called. */
    private Path copy(String hash, Path copy, Consumer<String> progress) throws IOException, InterruptedException {
        Path files = fetch(hash, progress);
        FileTrees.delete(copy);
        Files.createDirectories(copy.getParent());
        FileTrees.copy(files, copy);
        return copy;
    }

    private Path fetch(String hash, Consumer<String> progress) throws IOException, InterruptedException {
        Optional<Path> there = cache.find(hash);
        if (there.isPresent()) {
            return there.get();
        }
        Path gathering = cache.incoming();
        String actual = transfers.download(
                new Transfers.Wish(), Piece.FILES, "", hash, gathering, new Progress("Fetching files", 0, progress));
        if (!actual.equals(hash)) {
            FileTrees.delete(gathering);
            throw new CarryException("the head sent other files than " + hash + ".");
        }
        return cache.accept(gathering, hash);
    }
}
