package org.attune.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A process and the memory it uses.
 *
 * @param session number of the session's first process
 * @param resident bytes, shared ones too
 */
record ProcessMemory(long pid, long parent, long session, long resident) {
    private static final Path PROC = Path.of("/proc");
    private static final long PAGE = pageSize();

    /** All processes of this machine, by number. */
    static Map<Long, ProcessMemory> all() throws IOException {
        Map<Long, ProcessMemory> all = new HashMap<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                String stat = text(folder.resolve("stat"));
                // The name before the last parenthesis may hold anything; then come state, parent, group, session.
                String[] fields =
                        stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
                if (fields.length > 21) {
                    long pid = Long.parseLong(folder.getFileName().toString());
                    all.put(
                            pid,
                            new ProcessMemory(
                                    pid,
                                    Long.parseLong(fields[1]),
                                    Long.parseLong(fields[3]),
                                    Long.parseLong(fields[21]) * PAGE));
                }
            }
        }
        return all;
    }

    /** The processes of sessions, and all that descend from them, by the number of the session. */
    static Map<Long, List<ProcessMemory>> bySession(Map<Long, ProcessMemory> all, Set<Long> sessions) {
        Map<Long, List<ProcessMemory>> found = new HashMap<>();
        for (ProcessMemory process : all.values()) {
            ancestor(process, all, one -> sessions.contains(one.session()))
                    .ifPresent(one -> found.computeIfAbsent(one.session(), session -> new ArrayList<>())
                            .add(process));
        }
        return found;
    }

    /** A process and all that descend from it. */
    static List<ProcessMemory> under(long root, Map<Long, ProcessMemory> all) {
        return all.values().stream()
                .filter(process ->
                        ancestor(process, all, one -> one.pid() == root).isPresent())
                .toList();
    }

    /** The first of a process and those that it descends from. */
    private static Optional<ProcessMemory> ancestor(
            ProcessMemory process, Map<Long, ProcessMemory> all, Predicate<ProcessMemory> which) {
        ProcessMemory ancestor = process;
        for (int depth = 0; ancestor != null && depth < all.size(); depth++) {
            if (which.test(ancestor)) {
                return Optional.of(ancestor);
            }
            ancestor = all.get(ancestor.parent());
        }
        return Optional.empty();
    }

    /** Bytes, of those that several processes share only a part; all of them where the kernel does not tell. */
    long proportional() {
        return told("Pss:").orElse(resident);
    }

    /** The same without pages of files, which the kernel takes back when memory is short; with them where it does not tell them apart. */
    long lasting() {
        return told("Pss_Anon:", "Pss_Shmem:").orElseGet(this::proportional);
    }

    private OptionalLong told(String... names) {
        List<String> lines = text(PROC.resolve(pid + "/smaps_rollup"))
                .lines()
                .filter(line -> Stream.of(names).anyMatch(line::startsWith))
                .toList();
        return lines.size() < names.length
                ? OptionalLong.empty()
                : OptionalLong.of(lines.stream()
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                        .sum());
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended, or is somebody else's
        }
    }

    /** The kernel tells it to every new process, in pairs of a key and a value. */
    private static long pageSize() {
        final long key = 6;
        try {
            ByteBuffer pairs = ByteBuffer.wrap(Files.readAllBytes(PROC.resolve("self/auxv")))
                    .order(ByteOrder.nativeOrder());
            while (pairs.remaining() >= 2 * Long.BYTES) {
                long found = pairs.getLong();
                long value = pairs.getLong();
                if (found == key) {
                    return value;
                }
            }
        } catch (IOException e) {
            return 4096;
        }
        return 4096;
    }
}
