package org.attune.engine.slurm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.attune.background.Daemons;
import org.attune.engine.slurm.SlurmProblem.Kind;
import org.attune.machine.SearchPath;

/** Runs one of Slurm's commands to its end, in an environment that does not change what it prints. Thread-safe. */
final class SlurmProgram {
    private static final int MUCH = 64 << 20;

    private final Map<String, String> environment;
    private final Duration limit;

    /** @param limit after which a command that has not ended is given up */
    SlurmProgram(Map<String, String> environment, Duration limit) {
        this.environment = Map.copyOf(environment);
        this.limit = limit;
    }

    /** The same, that waits no longer than that. */
    SlurmProgram within(Duration most) {
        return most.compareTo(limit) < 0 ? new SlurmProgram(environment, most) : this;
    }

    record Said(int code, String out, String err) {}

    boolean isThere(String command) {
        return find(command).isPresent();
    }

    /** @return its standard output */
    String run(List<String> words) throws IOException, InterruptedException {
        Said said = end(words, "", SlurmEnvironment.ofQuestions(environment));
        if (said.code() != 0) {
            throw SlurmProblem.of(words.get(0), said.code(), said.err());
        }
        return said.out();
    }

    /** @param input what it reads */
    Said end(List<String> words, String input, Map<String, String> surroundings)
            throws IOException, InterruptedException {
        String name = words.get(0);
        Path program =
                find(name).orElseThrow(() -> new SlurmProblem(Kind.ABSENT, name, "there is no such command in PATH"));
        List<String> line = new ArrayList<>(words);
        line.set(0, program.toString());
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().clear();
        builder.environment().putAll(surroundings);
        Process process = builder.start();
        try {
            CompletableFuture<String> out = text(process.getInputStream());
            CompletableFuture<String> err = text(process.getErrorStream());
            feed(process.getOutputStream(), input);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException();
            }
            return new Said(process.exitValue(), get(out), get(err));
        } catch (TimeoutException e) {
            throw new SlurmProblem(Kind.NO_ANSWER, name, "no answer within " + limit.toSeconds() + " s");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Optional<Path> find(String command) {
        return SearchPath.find(command, environment.getOrDefault("PATH", ""));
    }

    /** A command that refuses its options does not read. */
    private static void feed(OutputStream stream, String input) {
        Daemons.thread("attune-slurm", () -> {
                    try (stream) {
                        stream.write(input.getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        // How the command ends says more.
                        return;
                    }
                })
                .start();
    }

    private static CompletableFuture<String> text(InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Daemons.thread("attune-slurm", () -> {
                    try (stream) {
                        text.complete(new String(stream.readNBytes(MUCH), StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        text.completeExceptionally(e);
                    }
                })
                .start();
        return text;
    }

    /** Of a process that has ended; what it left may keep the other end open. */
    private static String get(CompletableFuture<String> text)
            throws IOException, InterruptedException, TimeoutException {
        try {
            return text.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }
}
