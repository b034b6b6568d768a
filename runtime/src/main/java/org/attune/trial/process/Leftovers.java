package org.attune.trial.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * What a trial left running: the processes of its group, and those that left the group but still carry the trial's entries in their environment.
 * Only a process that did both, left the group and emptied its environment, goes unseen.
 *
 * @param group process id of the group's leader
 * @param entries such as {@code ATTUNE_TRIAL=3}; all of them must be there
 */
record Leftovers(long group, Set<String> entries) {
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Whether a process of the group is alive. */
    public boolean groupIsAlive() {
        return !find(false).isEmpty();
    }

    /**
     * Kills them until none is seen twice in a row: a process between its fork and its new program can escape one look.
     *
     * @return the processes that could not be killed within ten seconds
     */
    public Set<Long> end() {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Set<Long> left = find(true);
        boolean sure = false;
        while (!sure && (left.isEmpty() || System.nanoTime() < deadline)) {
            boolean noneBefore = left.isEmpty();
            left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            LockSupport.parkNanos(PAUSE.toNanos());
            left = find(true);
            sure = noneBefore && left.isEmpty();
        }
        return left;
    }

    /** Those that left the group. */
    Set<Long> outsideTheGroup() {
        Set<Long> found = find(true);
        found.removeAll(find(false));
        return found;
    }

    private Set<Long> find(boolean alsoOutsideTheGroup) {
        Set<Long> found = new LinkedHashSet<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (isInGroup(process) || (alsoOutsideTheGroup && isMarked(process))) {
                    found.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read /proc, which Attune needs to end trials: " + e, e);
        }
        return found;
    }

    private boolean isInGroup(Path process) {
        String stat = read(process.resolve("stat"));
        // The name before the last parenthesis may hold anything; then come state, parent, group.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 4);
        return fields.length == 4 && !fields[0].equals("Z") && fields[2].equals(Long.toString(group));
    }

    private boolean isMarked(Path process) {
        String environment = "\0" + read(process.resolve("environ"));
        return entries.stream().allMatch(entry -> environment.contains("\0" + entry + "\0"));
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended, or is somebody else's
        }
    }
}
