package org.attune.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

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

    /** Bytes, of those that several processes share only a part; all of them where the kernel does not tell. */
    long proportional() {
        return text(PROC.resolve(pid + "/smaps_rollup"))
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(resident);
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
