package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.attune.engine.slurm.SlurmPlace;
import org.attune.journal.Ownership;
import org.attune.wire.ClusterFolder;

/**
 * The folder of the cluster that the tasks of a step are. All of them find it by what Slurm told them, whoever comes first; no other step has it, nor the same one when its job is begun anew.
 */
public record StepFolder(Path path) {
    /** What says that the step's work is done, to tasks that come later. */
    private static final String OVER = "over";

    public static StepFolder of(SlurmPlace place, Map<String, String> environment) {
        String name = place.job() + "." + place.step()
                + (place.launch().isEmpty() ? "" : "-" + place.launch())
                + (place.restarts() == 0 ? "" : "-" + place.restarts());
        return new StepFolder(SlurmHome.of(environment).resolve(name));
    }

    /** Made, or as another step left it whose number was the same: begun anew. */
    public Lead begin() throws IOException {
        ClusterFolder.make(path);
        Files.deleteIfExists(path.resolve(OVER));
        StepSweep.beside(path);
        return new Lead(this, new LastBreath(path.resolve(OVER), StepEnd.KILLED.name(), key()));
    }

    /** What a task's worker said. */
    public Path log(int rank) throws IOException {
        return ClusterFolder.make(path).path().resolve("worker-" + rank + ".log");
    }

    /** For the first task: the others are to go. */
    public void end() {
        try {
            ClusterFolder.write(path.resolve(OVER), StepEnd.DONE + "\n");
        } catch (IOException e) {
            // They leave with the head's last word, and those that come later wait for a while.
        }
    }

    /** Whether there is a head, or was one. */
    public boolean hasHead() {
        return Files.exists(path.resolve("head.json"));
    }

    /** So that a network file system, which remembers for half a minute what was not there, asks its server: what changes here itself it does not trust its memory of. */
    void lookAnew() throws IOException {
        Files.delete(Files.createTempFile(path, ".look", ""));
    }

    /** How the step's work ended; absent while it goes on. */
    public Optional<StepEnd> ended() throws IOException {
        try {
            String said = Files.readString(path.resolve(OVER)).strip();
            return Optional.of(said.equals(StepEnd.KILLED.name()) ? StepEnd.KILLED : StepEnd.DONE);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * For a task that is a worker: waits until its step is over.
     *
     * @param joined whether the worker has a head
     * @param look how long to wait between two looks
     */
    public StepEnd awaitEnd(BooleanSupplier joined, Duration look) throws InterruptedException {
        long last = System.nanoTime();
        boolean begun = false;
        while (true) {
            boolean isJoined = joined.getAsBoolean();
            begun |= isJoined;
            last = isJoined ? System.nanoTime() : last;
            Duration alone = Duration.ofNanos(System.nanoTime() - last);
            try {
                Optional<StepEnd> end = ended().map(word -> StepEnd.told(word, alone));
                if (end.isEmpty() && !isJoined) {
                    end = StepEnd.of(new StepEnd.Sight(alone, begun || hasHead(), showsLife()));
                }
                if (end.isPresent()) {
                    return end.get();
                }
            } catch (IOException e) {
                // A folder that does not answer says nothing of the first task.
                last = System.nanoTime();
            }
            TimeUnit.NANOSECONDS.sleep(look.toNanos());
        }
    }

    private Path key() {
        return path.resolve("key.pem");
    }

    /** By the signs that a head gives here, which need no link. */
    private boolean showsLife() throws IOException {
        return Ownership.current(path).isPresent();
    }

    /** The task that leads, in its folder. Thread-safe. */
    public static final class Lead implements AutoCloseable {
        private final StepFolder folder;
        private final LastBreath breath;

        private Lead(StepFolder folder, LastBreath breath) {
            this.folder = folder;
            this.breath = breath;
        }

        public void end() {
            folder.end();
        }

        /** What is left is for people to read, and for tasks that come late. */
        @Override
        public void close() throws IOException {
            end();
            breath.close();
            Files.deleteIfExists(folder.key());
        }
    }
}
