package org.attune.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.attune.checkpoint.FileTrees;
import org.attune.trial.python.Interpreter;
import org.attune.trial.python.PythonProblem;

/** The Python that starts trials, runs functions and makes environments. */
final class PythonCheck implements Check {
    private static final Duration ENOUGH = Duration.ofSeconds(30);

    private final boolean isNeeded;

    /** @param isNeeded whether the study cannot do without */
    PythonCheck(boolean isNeeded) {
        this.isNeeded = isNeeded;
    }

    @Override
    public String what() {
        return "Python";
    }

    @Override
    public Duration limit() {
        return Duration.ofSeconds(90);
    }

    @Override
    public List<Finding> examine(Surroundings here) throws IOException, InterruptedException {
        Interpreter python;
        try {
            python = Interpreter.find(here.environment());
        } catch (PythonProblem e) {
            return List.of(missing(e.getMessage()));
        }
        String text = python.version() + ", " + python.path();
        Programs.Answer modules = Programs.ask(
                here.environment(), ENOUGH, List.of(python.path().toString(), "-c", "import ensurepip, venv"));
        if (!modules.isGood()) {
            return List.of(
                    Finding.yellow(
                            what(),
                            text + " makes no environments: " + modules.lastLine(),
                            "Only a trainable with 'requirements' needs them. Install python3-venv (Debian, Ubuntu), or set ATTUNE_PYTHON to a whole Python."));
        }
        Programs.Answer made = made(here, python);
        return List.of(
                made.isGood()
                        ? Finding.green(what(), text + ", makes environments")
                        : Finding.yellow(
                                what(),
                                text + " makes no environment in " + here.cache() + ": " + made.lastLine(),
                                "Only a trainable with 'requirements' needs one. Set ATTUNE_CACHE to a folder on another file system."));
    }

    /** Without pip, which would take seconds. */
    private static Programs.Answer made(Surroundings here, Interpreter python)
            throws IOException, InterruptedException {
        Path parent = Surroundings.nearest(here.cache());
        if (!Files.isWritable(parent)) {
            return new Programs.Answer(0, "the check of the cache tells of it");
        }
        Path folder = Files.createTempDirectory(parent, ".attune-doctor-");
        try {
            return Programs.ask(
                    here.environment(),
                    ENOUGH,
                    List.of(
                            python.path().toString(),
                            "-m",
                            "venv",
                            "--without-pip",
                            folder.resolve("env").toString()));
        } finally {
            FileTrees.delete(folder);
        }
    }

    private Finding missing(String problem) {
        int end = problem.indexOf(". ");
        String why = end < 0 ? problem : problem.substring(0, end);
        String fix = "Install Python 3.9 or newer, or set ATTUNE_PYTHON to one.";
        return isNeeded
                ? Finding.red(what(), why, fix)
                : Finding.yellow(
                        what(),
                        why,
                        fix + " Without it no Python functions run, and other programs are started more slowly.");
    }
}
