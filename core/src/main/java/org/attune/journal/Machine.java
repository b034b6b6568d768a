package org.attune.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where process ids mean the same: one start of one machine, within one process namespace. A container that shares the kernel but not the ids is
 * another machine.
 */
record Machine(String host, String boot) {

    static Machine here() {
        String boot = read(Path.of("/proc/sys/kernel/random/boot_id")).orElse("");
        return new Machine(hostName(), boot + namespace());
    }

    /** When a process started, in units of this machine; absent if it is gone. */
    static OptionalLong started(long pid) {
        if (Files.exists(Path.of("/proc/self/stat"))) {
            return read(Path.of("/proc", Long.toString(pid), "stat")).stream()
                    .mapToLong(Machine::startTicks)
                    .filter(ticks -> ticks >= 0)
                    .findFirst();
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .stream()
                .mapToLong(java.time.Instant::toEpochMilli)
                .findFirst();
    }

    /** Field 22 of {@code /proc/PID/stat}; -1 for a process that is dead but not yet buried. */
    private static long startTicks(String stat) {
        // The second field, the command in parentheses, may hold anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return fields[0].equals("Z") || fields[0].equals("X") ? -1 : Long.parseLong(fields[19]);
    }

    private static String hostName() {
        return read(Path.of("/proc/sys/kernel/hostname"))
                .or(() -> Optional.ofNullable(System.getenv("HOSTNAME")))
                .or(() -> Optional.ofNullable(System.getenv("COMPUTERNAME")))
                .orElse("localhost");
    }

    private static String namespace() {
        try {
            return " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
