package org.attune.trial.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.attune.trial.Programs;

/**
 * A Python, 3.9 or newer.
 *
 * @param path of the program
 * @param version such as {@code 3.11.7}
 * @param identity what an environment built with it depends on: implementation, version, platform, place
 */
public record Interpreter(Path path, String version, String identity) {
    private static final int OLDEST_MINOR = 9;
    private static final long LIMIT_SECONDS = 60;
    private static final String QUESTION = "import sys, sysconfig; print('%d.%d.%d' % sys.version_info[:3]); "
            + "print(sys.implementation.name, sys.version.split()[0], sysconfig.get_platform(), sys.base_prefix)";

    /**
     * {@code $ATTUNE_PYTHON} if it is set, else {@code python3}, else {@code python} of the search path.
     *
     * @throws PythonProblem if there is none, or it is too old
     */
    public static Interpreter find(Map<String, String> environment) {
        String chosen = environment.getOrDefault("ATTUNE_PYTHON", "");
        return ask(
                look(environment)
                        .orElseThrow(() -> new PythonProblem(
                                chosen.isEmpty()
                                        ? "there is neither a python3 nor a python on the PATH. Install Python 3."
                                                + OLDEST_MINOR + " or newer, or set ATTUNE_PYTHON to its path."
                                        : "ATTUNE_PYTHON is '" + chosen + "', but there is no such program.")),
                environment);
    }

    static Optional<Path> look(Map<String, String> environment) {
        String searchPath = environment.getOrDefault("PATH", "");
        String chosen = environment.getOrDefault("ATTUNE_PYTHON", "");
        if (chosen.isEmpty()) {
            return Programs.find("python3", searchPath).or(() -> Programs.find("python", searchPath));
        } else if (chosen.contains("/")) {
            return Optional.of(Path.of(chosen).toAbsolutePath()).filter(Files::isExecutable);
        }
        return Programs.find(chosen, searchPath);
    }

    private static Interpreter ask(Path path, Map<String, String> environment) {
        List<String> answer;
        try {
            ProcessBuilder builder = new ProcessBuilder(path.toString(), "-c", QUESTION).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0 || answer.size() != 2) {
                process.destroyForcibly();
                throw new PythonProblem(path + " does not work: it says " + String.join(" / ", answer)
                        + ". Maybe set ATTUNE_PYTHON to another.");
            }
        } catch (IOException e) {
            throw new PythonProblem(path + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PythonProblem("interrupted while " + path + " was asked for its version", e);
        }
        return checked(new Interpreter(path, answer.get(0), answer.get(1)));
    }

    private static Interpreter checked(Interpreter interpreter) {
        String[] parts = interpreter.version().split("\\.");
        int major = Integer.parseInt(parts[0]);
        if (major < 3 || (major == 3 && Integer.parseInt(parts[1]) < OLDEST_MINOR)) {
            throw new PythonProblem("Python must be 3." + OLDEST_MINOR + " or newer, but " + interpreter.path() + " is "
                    + interpreter.version() + ". Install a newer one, or set ATTUNE_PYTHON to its path.");
        }
        return interpreter;
    }
}
