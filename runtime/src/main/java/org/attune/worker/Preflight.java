package org.attune.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.journal.DiskProblem;
import org.attune.machine.Gpus;
import org.attune.machine.SearchPath;
import org.attune.space.Configuration;
import org.attune.spec.Placeholders;
import org.attune.spec.Trainable;
import org.attune.trial.CommandLine;
import org.attune.trial.ExitStatus;
import org.attune.trial.Program;
import org.attune.trial.TrialEnvironment;

/** Looks whether this machine, one of several, has what a study's trials need, before the first of them comes: what is missing is the machine's fault, not a trial's. */
final class Preflight {
    private static final int SOME_BYTES = 64 * 1024;

    private final Program program;
    private final Path folder;
    private final Map<String, String> environment;

    /** @param environment that trials get beside their own */
    Preflight(Program program, Path folder, Map<String, String> environment) {
        this.program = program;
        this.folder = folder;
        TrialEnvironment own = new TrialEnvironment(environment);
        program.virtualEnvironment().ifPresent(own::virtualEnvironment);
        this.environment = own.variables();
    }

    /** @throws IllegalArgumentException saying what is missing, and the remedy */
    void look(Gpus gpus, boolean needsGpu, List<Path> writable) {
        folder();
        command();
        program.function().map(Trainable.PythonFunction::file).ifPresent(this::readable);
        if (needsGpu) {
            gpus.problem(environment.getOrDefault("PATH", "")).ifPresent(Preflight::refuse);
        }
        writable.forEach(Preflight::writable);
    }

    /** Once it is warm. {@code absent}: a module that is not installed here. */
    static void look(Program program, Optional<String> absent) {
        absent.ifPresent(
                module -> refuse(
                        program.function().map(Trainable.PythonFunction::file).orElse("it") + " imports " + module
                                + ", which "
                                + program.python().map(Path::toString).orElse("Python")
                                + " does not find here. Install it there, or name it in a file of requirements (trainable.requirements)."));
    }

    private void folder() {
        if (!Files.isDirectory(folder)) {
            refuse("the study's folder " + folder + " is not there. Is its file system mounted?");
        } else if (!Files.isExecutable(folder)) {
            refuse("the study's folder " + folder + " may not be entered." + DiskProblem.owner(folder));
        }
    }

    /** The words that are the same for all trials. */
    private void command() {
        List<String> words = program.words();
        if (isFixed(words.get(0))) {
            executable(text(words.get(0)));
        }
        words.stream().skip(1).filter(Preflight::isFixed).map(Preflight::text).forEach(this::readable);
    }

    private static boolean isFixed(String word) {
        return Placeholders.names(word).isEmpty();
    }

    private static String text(String word) {
        List<String> filled = CommandLine.fill(List.of(word), new Configuration(Map.of()));
        return filled.get(0);
    }

    private void executable(String name) {
        if (!name.contains("/")) {
            if (SearchPath.find(name, environment.getOrDefault("PATH", "")).isEmpty()) {
                refuse(ExitStatus.message(127, name, folder, name, false));
            }
            return;
        }
        Path path = folder.resolve(name);
        if (!Files.exists(path)) {
            refuse(ExitStatus.message(127, name, folder, name, false));
        } else if (!Files.isExecutable(path)) {
            refuse(ExitStatus.message(126, name, folder, name, false));
        }
    }

    /** If it is a file at all. */
    private void readable(String name) {
        try {
            Path path = folder.resolve(name);
            if (!name.isEmpty() && Files.isRegularFile(path) && !Files.isReadable(path)) {
                refuse(path + " may not be read here." + DiskProblem.owner(path));
            }
        } catch (InvalidPathException e) {
            return; // a word of another kind
        }
    }

    private static void writable(Path where) {
        try {
            Files.createDirectories(where);
            Path probe = Files.createTempFile(where, ".attune-", ".probe");
            try {
                Files.write(probe, new byte[SOME_BYTES]);
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            refuse("nothing can be kept in " + where + ": " + DiskProblem.reason(e) + ". " + DiskProblem.remedy(e) + "."
                    + DiskProblem.owner(where));
        }
    }

    private static void refuse(String reason) {
        throw new IllegalArgumentException(reason);
    }
}
