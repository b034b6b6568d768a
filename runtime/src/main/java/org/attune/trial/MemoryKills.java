package org.attune.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.attune.machine.ControlGroup;

/**
 * Counts the processes that the kernel killed in this process's control group because memory ran out, there, in a group around it, or on the whole
 * machine. The count is of the whole group, so each kill is blamed on one trial only. Safe for use by many threads.
 */
public final class MemoryKills {
    private static final String COUNT = "oom_kill ";

    private final Optional<Path> file;
    private long blamed;

    /** Those of the control group in which this process runs. */
    public static MemoryKills here() {
        return under(Path.of("/"));
    }

    /** The same by the files under a root other than {@code /}. */
    static MemoryKills under(Path root) {
        return new MemoryKills(counter(root));
    }

    private MemoryKills(Optional<Path> file) {
        this.file = file;
        this.blamed = count();
    }

    /** The kills so far; 0 where they are not counted. */
    public long count() {
        return file.map(MemoryKills::lines).orElse(List.of()).stream()
                .filter(line -> line.startsWith(COUNT))
                .mapToLong(line -> Long.parseLong(line.substring(COUNT.length()).strip()))
                .findFirst()
                .orElse(0);
    }

    /** Whether there was a kill since {@code before} that no other trial was blamed for; it is this trial's then. */
    public synchronized boolean claim(long before) {
        long now = count();
        if (now <= before || now <= blamed) {
            return false;
        }
        blamed = Math.max(blamed, before) + 1;
        return true;
    }

    /** The kernel counts a kill in the group that the process was in, whichever limit was reached, and for the machine as a whole. */
    private static Optional<Path> counter(Path root) {
        Optional<Path> ofGroup = ControlGroup.under(root, "memory")
                .map(group -> group.folders().get(0).resolve(group.unified() ? "memory.events" : "memory.oom_control"));
        return Stream.of(ofGroup, Optional.of(root.resolve("proc/vmstat")))
                .flatMap(Optional::stream)
                .filter(file -> lines(file).stream().anyMatch(line -> line.startsWith(COUNT)))
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
