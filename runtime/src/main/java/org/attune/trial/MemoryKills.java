package org.attune.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Counts the processes that the kernel killed in this process's control group because memory ran out. The count is of the whole group, so each kill
 * is blamed on one trial only. Safe for use by many threads.
 */
public final class MemoryKills {
    private final Optional<Path> file;
    private long blamed;

    /** Those of the control group in which this process runs. */
    public static MemoryKills here() {
        return new MemoryKills(counter(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup")));
    }

    MemoryKills(Optional<Path> file) {
        this.file = file;
        this.blamed = count();
    }

    /** The kills so far; 0 where they are not counted. */
    public long count() {
        try {
            return file.isEmpty() ? 0 : count(Files.readAllLines(file.get()));
        } catch (IOException e) {
            return 0;
        }
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

    static Optional<Path> counter(Path memberships, Path mount) {
        List<String> lines;
        try {
            lines = Files.readAllLines(memberships);
        } catch (IOException e) {
            return Optional.empty();
        }
        // A mixed system shows the unified hierarchy too, while memory is on the old one.
        for (String line : lines) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && List.of(fields[1].split(",")).contains("memory")) {
                return existing(mount.resolve("memory"), fields[2], "memory.oom_control");
            }
        }
        for (String line : lines) {
            if (line.startsWith("0::")) {
                return existing(mount, line.substring(3), "memory.events");
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> existing(Path root, String group, String name) {
        // Within a container the path is the host's, and the group is mounted as the root.
        for (Path folder : List.of(root.resolve(group.substring(1)), root)) {
            if (Files.isReadable(folder.resolve(name))) {
                return Optional.of(folder.resolve(name));
            }
        }
        return Optional.empty();
    }

    private static long count(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("oom_kill ")) {
                return Long.parseLong(line.substring("oom_kill ".length()).strip());
            }
        }
        return 0;
    }
}
