package org.attune.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.attune.journal.DiskProblem;

/**
 * The checkpoints of a study: {@code checkpoints/<trial>/<step>} in its results folder. Beside them lie, with names that begin with a dot, what is on
 * its way in or out and the folders that trials save in. A checkpoint is whole as soon as it has its name, also after a power cut. Safe for use by many
 * threads.
 */
public final class Checkpoints {
    private static final String FOLDER = "checkpoints";
    private static final String SAVE = ".save-";
    private static final String INCOMING = ".incoming-far-";
    private static final String REPLACED = ".replaced-";
    private static final Pattern NAME = Pattern.compile(FOLDER + "/\\d{1,9}/\\d{1,9}");
    private static final int LITTLE = 1 << 20;
    private static final int PROBE = 4 << 10;

    private final Path results;
    private final Path root;
    private final Path working;
    private final Consumer<String> broken;
    private final String self = UUID.randomUUID().toString();
    /** What a former head had gathered, and somebody may go on to bring. */
    private final List<Path> unclaimed = new ArrayList<>();

    private long discards;
    private long incomings;

    /**
     * @param results the study's results folder
     * @param working the folder that trials run in, from which the paths that they name start
     */
    public Checkpoints(Path results, Path working) {
        this(results, working, reason -> {});
    }

    /** @param broken told why, and what to do, when the file system of the results takes nothing in; no trial is to blame then */
    public Checkpoints(Path results, Path working, Consumer<String> broken) {
        this.broken = broken;
        this.results = results.toAbsolutePath().normalize();
        this.root = this.results.resolve(FOLDER);
        this.working = working.toAbsolutePath().normalize();
    }

    /** Puts in order what a former worker was in the middle of. */
    public synchronized void recover() throws IOException {
        recover(false);
    }

    /**
     * The same where attempts may run that a former writer was told of.
     *
     * @param isInUse whether the folders that attempts save in are left alone, and what somebody may go on to bring, until {@link #removeUnclaimed}
     */
    public synchronized void recover(boolean isInUse) throws IOException {
        for (Path trial : children(root)) {
            for (Path path : children(trial)) {
                String name = path.getFileName().toString();
                Path original = trial.resolve(name.replaceFirst("^\\" + REPLACED, ""));
                if (name.startsWith(REPLACED) && !Files.exists(original)) {
                    Files.move(path, original, StandardCopyOption.ATOMIC_MOVE);
                } else if (isInUse && name.startsWith(INCOMING)) {
                    unclaimed.add(path);
                } else if (name.startsWith(".") && !(isInUse && name.startsWith(SAVE))) {
                    FileTrees.delete(path);
                }
            }
            deleteIfEmpty(trial);
        }
    }

    /** A new, empty folder for an attempt to save in. */
    public synchronized Path newSaveFolder(int trial, int attempt) throws IOException {
        Path folder = saveFolder(trial, attempt);
        try {
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                FileTrees.delete(folder);
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw told(folder, e);
        }
    }

    /** The folder for an attempt to save in, made if it is not there; what is in it stays. */
    public synchronized Path sharedSaveFolder(int trial, int attempt) throws IOException {
        Path folder = saveFolder(trial, attempt);
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw told(folder, e);
        }
    }

    /** Removes an attempt's folder with what it left there. */
    public void removeSaveFolder(int trial, int attempt) throws IOException {
        Path folder = saveFolder(trial, attempt);
        tellIfFull(folder);
        if (!deleteIfEmpty(folder)) {
            FileTrees.delete(folder);
        }
        synchronized (this) {
            deleteIfEmpty(folder.getParent());
        }
    }

    /**
     * The absolute folder of a registered checkpoint.
     *
     * @param checkpoint relative to the study's results
     * @throws NoSuchFileException if it is not there
     */
    public Path folder(String checkpoint) throws NoSuchFileException {
        Path folder = results.resolve(checkpoint).normalize();
        if (!folder.startsWith(root) || !Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        return folder;
    }

    /**
     * Makes what a trial saved its checkpoint of a step, in place of one that an earlier attempt may have left there.
     *
     * @param named path of a folder or file, as the trial named it
     * @return the checkpoint's folder, relative to the study's results
     * @throws UnusableCheckpointException if it is not there, or is nothing that may be moved
     */
    public String register(int trial, int attempt, int step, String named)
            throws UnusableCheckpointException, IOException {
        Path source = source(trial, attempt, named);
        try {
            return register(trial, attempt, step, source);
        } catch (IOException e) {
            throw told(root.resolve(trial + "/" + step), e);
        }
    }

    private String register(int trial, int attempt, int step, Path source) throws IOException {
        Path folder = root.resolve(Integer.toString(trial));
        Path incoming = folder.resolve(".incoming-" + attempt + "-" + step);
        FileTrees.delete(incoming);
        boolean isFolder = Files.isDirectory(source);
        boolean isSaveFolder = Files.isSameFile(source, saveFolder(trial, attempt));
        if (!isFolder) {
            Files.createDirectories(incoming);
        }
        move(source, isFolder ? incoming : incoming.resolve(source.getFileName()));
        if (isSaveFolder) {
            Files.createDirectories(source);
        }
        FileTrees.force(incoming);
        place(incoming, folder, step);
        return FOLDER + "/" + trial + "/" + step;
    }

    /**
     * A new, empty folder in which to gather the files of a checkpoint that comes from elsewhere, on the file system of its place. {@link #accept} takes them from there; else the
     * caller deletes it. It is no other's: one that was taken for dead and wakes up deletes what it had begun itself.
     *
     * @throws IllegalArgumentException if that is no name of a checkpoint
     */
    public synchronized Path incoming(String checkpoint) throws IOException {
        return Files.createDirectories(place(checkpoint).resolveSibling(INCOMING + self + "-" + incomings++));
    }

    /** The same, with what a former head has gathered of it from the same sender, if there is some. That one cannot remove it any more. */
    public synchronized Path incoming(String checkpoint, String sender) throws IOException {
        Path place = place(checkpoint);
        String known = INCOMING + place.getFileName() + "-"
                + UUID.nameUUIDFromBytes(sender.getBytes(StandardCharsets.UTF_8)) + "-";
        Path own = place.resolveSibling(known + self + "-" + incomings++);
        for (Path there : children(place.getParent())) {
            String name = there.getFileName().toString();
            if (name.startsWith(known) && !name.contains(self)) {
                return Files.move(there, own, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return Files.createDirectories(own);
    }

    /** Removes what a former head had gathered and nobody went on to bring: nothing of a later one, which may have come while this stood still. */
    public synchronized void removeUnclaimed() throws IOException {
        for (Path path : unclaimed) {
            FileTrees.delete(path);
            deleteIfEmpty(path.getParent());
        }
        unclaimed.clear();
    }

    /** Makes a folder that was gathered, and is on the disk, the checkpoint of that name, in place of one that may be there. */
    public void accept(Path gathered, String checkpoint) throws IOException {
        Path place = place(checkpoint);
        try {
            place(
                    gathered,
                    place.getParent(),
                    Integer.parseInt(place.getFileName().toString()));
        } catch (IOException e) {
            throw told(place, e);
        }
    }

    /** Tells of a failure to gather a checkpoint's files, if it is the disk that takes nothing in. */
    public void gatheringFailed(String checkpoint, IOException failure) {
        told(place(checkpoint), failure);
    }

    private Path place(String checkpoint) {
        if (!NAME.matcher(checkpoint).matches()) {
            throw new IllegalArgumentException(
                    "'" + checkpoint + "' is not a checkpoint: those are " + FOLDER + "/TRIAL/STEP.");
        }
        return results.resolve(checkpoint);
    }

    /**
     * Takes a checkpoint that is needed no more out of its place, if it is still there; the place is free at once. Never touches anything but checkpoints.
     *
     * @return what is left to {@link #delete}
     */
    public synchronized Optional<Path> discard(String checkpoint) throws IOException {
        Path folder = results.resolve(checkpoint).normalize();
        Path trial = folder.getParent();
        if (!root.equals(trial == null ? null : trial.getParent())) {
            throw new IllegalArgumentException(
                    "'" + checkpoint + "' is not a checkpoint: those are " + FOLDER + "/TRIAL/STEP.");
        }
        // A link in the way could lead out of the folder.
        if (!Files.isDirectory(trial, LinkOption.NOFOLLOW_LINKS) || !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        Path leaving = trial.resolve(".discarded-" + folder.getFileName() + "-" + discards++);
        FileTrees.delete(leaving);
        return Optional.of(Files.move(folder, leaving, StandardCopyOption.ATOMIC_MOVE));
    }

    /** Deletes what was discarded, and folders that are empty then. */
    public void delete(Path discarded) throws IOException {
        FileTrees.delete(discarded);
        synchronized (this) {
            deleteIfEmpty(discarded.getParent());
            deleteIfEmpty(root);
        }
    }

    private IOException told(Path path, IOException failure) {
        if (DiskProblem.isOne(failure)) {
            tell(path, failure);
        }
        return failure;
    }

    private void tell(Path path, IOException failure) {
        broken.accept(path + " cannot be written: " + DiskProblem.reason(failure) + ". What was reported is kept. "
                + DiskProblem.remedy(failure) + ", then run the same command again to go on.");
    }

    /** A trial that fails because the disk is full frees it by its end, and would be all there is to blame. */
    private void tellIfFull(Path folder) throws IOException {
        if (!Files.isDirectory(folder) || folder.toFile().getUsableSpace() >= LITTLE) {
            return;
        }
        Path probe = folder.resolve(".attune-probe");
        try {
            Files.write(probe, new byte[PROBE]);
        } catch (IOException e) {
            told(folder, e);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private Path saveFolder(int trial, int attempt) {
        return root.resolve(Integer.toString(trial)).resolve(SAVE + attempt);
    }

    private Path source(int trial, int attempt, String named) throws UnusableCheckpointException, IOException {
        Path source;
        try {
            source = working.resolve(named).toRealPath();
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new UnusableCheckpointException(
                    "there is no checkpoint at " + working.resolve(named) + ". Save it before it is reported.");
        } catch (InvalidPathException e) {
            throw new UnusableCheckpointException("'" + named + "' is no path: " + e.getReason() + ".");
        }
        Path own = saveFolder(trial, attempt).toRealPath();
        if (working.toRealPath().startsWith(source) || results.toRealPath().startsWith(source)) {
            throw new UnusableCheckpointException(source
                    + " cannot be a checkpoint, because the trial's working directory or the study's results lie in it,"
                    + " and a checkpoint is moved. Save into a folder of its own, such as $ATTUNE_SAVE.");
        } else if (source.startsWith(results.toRealPath()) && !source.startsWith(own)) {
            throw new UnusableCheckpointException(source + " is Attune's own and cannot become a checkpoint"
                    + (source.startsWith(root.toRealPath()) ? " again" : "")
                    + ". Save into a new folder, such as $ATTUNE_SAVE.");
        } else if (!Files.isDirectory(source) && !Files.isRegularFile(source)) {
            throw new UnusableCheckpointException(
                    source + " cannot be a checkpoint: it is neither a folder nor a file.");
        }
        return source;
    }

    private static void move(Path source, Path target) throws IOException {
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            FileTrees.copy(source, target);
            FileTrees.delete(source);
        }
    }

    private synchronized void place(Path incoming, Path folder, int step) throws IOException {
        Path target = folder.resolve(Integer.toString(step));
        Path replaced = folder.resolve(REPLACED + step);
        if (Files.exists(target)) {
            FileTrees.delete(replaced);
            Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(incoming, target, StandardCopyOption.ATOMIC_MOVE);
        FileTrees.forceOne(folder);
        FileTrees.delete(replaced);
    }

    private static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(children::add);
            }
        }
        return children;
    }

    /** Whether it is gone; not if something in it is still needed. */
    private static boolean deleteIfEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Files.notExists(folder, LinkOption.NOFOLLOW_LINKS);
        }
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }
}
