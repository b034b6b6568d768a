package org.attune.trial.python;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.attune.background.Daemons;

/**
 * The right to build something, among processes of one machine or of several that share a folder, without locks, which not every network file system keeps between machines: a file that only one can
 * make, and that its owner touches as a sign of life. One that is not touched any more is taken over; no clocks are compared for that.
 */
final class BuildLease implements AutoCloseable {
    /** Signs of life come six times as often. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    private static final long LOOK_MILLIS = 200;

    private final Path file;
    private final String owner;
    private final ScheduledExecutorService heart;

    private BuildLease(Path file, String owner, Duration silence) {
        this.file = file;
        this.owner = owner;
        this.heart = Executors.newSingleThreadScheduledExecutor(Daemons.named("attune-build"));
        long period = silence.toMillis() / 6;
        heart.scheduleAtFixedRate(this::beat, period, period, TimeUnit.MILLISECONDS);
    }

    /**
     * Waits for the right, or until there is nothing left to build.
     *
     * @param isDone whether somebody else has built it
     * @param waiting told once if another builds it
     * @return null if it is done
     */
    static BuildLease await(Path file, Duration silence, BooleanSupplier isDone, Consumer<String> waiting)
            throws IOException, InterruptedException {
        String owner = ProcessHandle.current().pid() + " " + machine() + " " + UUID.randomUUID();
        boolean told = false;
        String seen = "";
        long since = System.nanoTime();
        while (!isDone.getAsBoolean()) {
            if (isMine(file, owner)) {
                return new BuildLease(file, owner, silence);
            }
            String now = look(file);
            if (!now.equals(seen)) {
                seen = now;
                since = System.nanoTime();
            }
            boolean isSilent = System.nanoTime() - since > silence.toNanos();
            if (!now.isEmpty() && (isSilent || isDead(now)) && look(file).equals(now)) {
                Files.deleteIfExists(file);
                continue;
            }
            if (!told && !now.isEmpty()) {
                told = true;
                waiting.accept("Waiting for another process that builds the Python environment");
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return null;
    }

    /** Whether this is still the one that may build: not if it was silent for too long. */
    boolean isHeld() throws IOException {
        return text(file).equals(owner);
    }

    @Override
    public void close() throws IOException {
        heart.shutdownNow();
        if (isHeld()) {
            Files.deleteIfExists(file);
        }
    }

    private void beat() {
        try {
            if (isHeld()) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
            }
        } catch (IOException e) {
            // Whoever takes it over because of a missing sign is noticed before anything counts as built.
            return;
        }
    }

    private static boolean isMine(Path file, String owner) throws IOException {
        try {
            Files.writeString(file, owner, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Whose it is and when it was touched; empty if it is nobody's. */
    private static String look(Path file) throws IOException {
        try {
            return text(file) + " " + Files.getLastModifiedTime(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Whether it belonged to a process of this machine that is gone. */
    private static boolean isDead(String look) {
        String[] words = look.split(" ");
        return words.length > 2
                && words[1].equals(machine())
                && words[0].matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(words[0])).isEmpty();
    }

    /** Where numbers of processes mean the same. */
    static String machine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException e) {
            return "unknown-" + UUID.randomUUID();
        }
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
