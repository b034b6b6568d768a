package org.attune.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.attune.text.Json;

/** The distribution file, run as people run it: a process with files for its output. */
public final class Attune {

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private Path program = distribution();
    private Duration patience = Duration.ofMinutes(2);

    /** @param folder in which it is run, and under which the results lie */
    public Attune(Path folder) {
        this.folder = folder;
        environment.put("ATTUNE_RESULTS", folder.resolve("results").toString());
    }

    /** What a run left behind. */
    public record Ended(int code, String out, String err) {
        /** Standard output as one JSON object. */
        public Map<?, ?> json() {
            return (Map<?, ?>) Json.parse(out);
        }

        public List<Map<?, ?>> jsonLines() {
            List<Map<?, ?>> rows = new ArrayList<>();
            out.lines().forEach(line -> rows.add((Map<?, ?>) Json.parse(line)));
            return rows;
        }
    }

    public static Path distribution() {
        return Path.of(System.getProperty("attune.distribution"));
    }

    public static Path repository() {
        return distribution().getParent().getParent().getParent();
    }

    /** For Python environments that are worth keeping from test to test. */
    public static Path cache() {
        return distribution().resolveSibling("cache");
    }

    public Attune with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** How long a run may take; two minutes unless this says otherwise. */
    public Attune patience(Duration limit) {
        patience = limit;
        return this;
    }

    public Attune program(Path other) {
        program = other;
        return this;
    }

    public Path file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    public Ended run(String... arguments) {
        return finish(start(arguments));
    }

    public Process start(String... arguments) {
        List<String> words = new ArrayList<>(List.of(program.toString()));
        words.addAll(List.of(arguments));
        return start(words);
    }

    public Process start(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectOutput(out().toFile())
                .redirectError(err().toFile());
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Ended finish(Process process) {
        try {
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it has not ended within " + patience + ":\n" + read(out()) + read(err()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return new Ended(process.exitValue(), read(out()), read(err()));
    }

    public String output() {
        return read(out());
    }

    private Path out() {
        return folder.resolve("stdout");
    }

    private Path err() {
        return folder.resolve("stderr");
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
