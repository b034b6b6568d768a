package org.attune.trial.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A process of a trial.
 *
 * @param session number of its session's first process
 * @param state letter that the kernel has for it: {@code R} for running, {@code S} for waiting, {@code D} for waiting for a disk
 */
record Member(long pid, long parent, long session, String state) {
    private static final Path PROC = Path.of("/proc");

    /** The process, those of its session and all that descend from them, by number. */
    static List<Member> of(long leader) throws IOException {
        List<Member> all = all();
        Set<Long> found = new HashSet<>(Set.of(leader));
        boolean more = true;
        while (more) {
            more = false;
            for (Member one : all) {
                boolean belongs = one.session == leader || found.contains(one.parent);
                more |= belongs && found.add(one.pid);
            }
        }
        return all.stream()
                .filter(one -> found.contains(one.pid) && !one.state.equals("Z"))
                .sorted(Comparator.comparingLong(Member::pid))
                .toList();
    }

    private static List<Member> all() throws IOException {
        List<Member> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                String stat = read(folder.resolve("stat"));
                // The name before the last parenthesis may hold anything; then come state, parent, group, session.
                String[] fields =
                        stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
                if (fields.length > 4) {
                    all.add(new Member(
                            Long.parseLong(folder.getFileName().toString()),
                            Long.parseLong(fields[1]),
                            Long.parseLong(fields[3]),
                            fields[0]));
                }
            }
        }
        return all;
    }

    Path proc() {
        return PROC.resolve(Long.toString(pid));
    }

    /** Its program's file; absent if this user may not see it. */
    Optional<Path> program() {
        try {
            return Optional.of(Files.readSymbolicLink(proc().resolve("exe")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    boolean isJava() {
        return program().filter(file -> file.endsWith("java")).isPresent();
    }

    boolean isPython() {
        return program()
                .filter(file -> file.getFileName().toString().startsWith("python"))
                .isPresent();
    }

    /** The value of a variable that it was started with. */
    Optional<String> variable(String name) {
        for (String pair : read(proc().resolve("environ")).split("\0")) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(pair.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    /** Its command line. */
    String command() {
        String line = read(proc().resolve("cmdline")).replace('\0', ' ').strip();
        return line.isEmpty() ? read(proc().resolve("comm")).strip() : line;
    }

    /** A line of {@code /proc/PID/status} after its name; empty if there is none. */
    String status(String name) {
        return read(proc().resolve("status"))
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** What it is doing as far as the kernel says. */
    String doing() {
        return switch (state) {
            case "R" -> "running";
            case "D" -> "waiting for a disk or a device";
            case "T", "t" -> "stopped by a signal";
            default -> "waiting";
        };
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // it has ended, or is somebody else's
        }
    }
}
