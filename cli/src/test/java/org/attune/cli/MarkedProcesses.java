package org.attune.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The processes that descend from runs with a mark in their environment, wherever they are in the tree of processes. */
public final class MarkedProcesses {
    /** Name of the environment variable that marks them. */
    public static final String VARIABLE = "TEST_MARK";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String mark = UUID.randomUUID().toString();

    /** A process and its environment. */
    public record Marked(ProcessHandle process, Map<String, String> environment) {
        /** Also one that was forked, whose environment the system shows as its parent's. */
        public boolean isTrial() {
            return environment.containsKey("ATTUNE_TRIAL")
                    || (runsLauncher(process)
                            && process.parent().filter(Marked::runsLauncher).isPresent());
        }

        public boolean isLauncher() {
            return runsLauncher(process)
                    && process.parent().filter(Marked::runsLauncher).isEmpty();
        }

        private static boolean runsLauncher(ProcessHandle process) {
            return Stream.of(process.info().arguments().orElse(new String[0]))
                    .anyMatch(word -> word.endsWith("launcher.py"));
        }

        public void kill() {
            process.destroyForcibly();
        }
    }

    /** The value of {@link #VARIABLE}. */
    public String mark() {
        return mark;
    }

    public List<Marked> alive() {
        List<Marked> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                Map<String, String> environment = environment(process);
                if (mark.equals(environment.get(VARIABLE))) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(handle -> found.add(new Marked(handle, environment)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Those that are trials. */
    public List<Marked> trials() {
        return alive().stream().filter(Marked::isTrial).toList();
    }

    /** Waits until nothing is left of them. */
    public void awaitNone() {
        await("the end of all processes that " + VARIABLE + "=" + mark + " marks")
                .atMost(PATIENCE)
                .until(this::alive, List::isEmpty);
    }

    private static Map<String, String> environment(Path process) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String entry : read(process.resolve("environ")).split("\0")) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                variables.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return variables;
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended, or is somebody else's
        }
    }
}
