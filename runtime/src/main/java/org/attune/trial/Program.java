package org.attune.trial;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.attune.spec.ReportPattern;
import org.attune.spec.Trainable;
import org.attune.trial.python.PythonEnvironment;
import org.attune.trial.python.PythonSetup;

/**
 * What is run for each trial.
 *
 * @param words the command line, with placeholders
 * @param client folder of {@code attune.py}
 * @param virtualEnvironment folder of the Python environment, if the study has its own
 * @param report finds reports in printed lines that are in no form of Attune's
 */
public record Program(
        List<String> words, Path client, Optional<Path> virtualEnvironment, Optional<ReportPattern> report) {
    public Program {
        words = List.copyOf(words);
    }

    /**
     * The program of a trainable that runs as a process; its Python environment is built now if it was not before.
     *
     * @param folder the study file's
     * @throws IllegalArgumentException if the trainable is a Java class or the caller's own, or its regular expression is none
     * @throws org.attune.trial.python.PythonProblem if there is no Python, or the environment cannot be built
     */
    public static Program of(Trainable trainable, Path folder, PythonSetup python) {
        if (trainable instanceof Trainable.Command command) {
            Optional<ReportPattern> report = command.report().map(ReportPattern::compile);
            return new Program(
                    command.words(),
                    python.client(),
                    command.requirements()
                            .map(file ->
                                    python.environment(folder.resolve(file)).folder()),
                    report);
        } else if (trainable instanceof Trainable.PythonFunction function) {
            Path client = python.client();
            Optional<PythonEnvironment> environment =
                    function.requirements().map(file -> python.environment(folder.resolve(file)));
            Path interpreter = environment
                    .map(PythonEnvironment::python)
                    .orElseGet(() -> python.interpreter().path());
            List<String> words = List.of(
                    CommandLine.literal(interpreter.toString()),
                    CommandLine.literal(client.resolve("attune.py").toString()),
                    CommandLine.literal(function.file() + ":" + function.function()));
            return new Program(words, client, environment.map(PythonEnvironment::folder), Optional.empty());
        }
        throw new IllegalArgumentException("a trainable of the kind "
                + trainable.getClass().getSimpleName() + " runs within this process, not as a process of its own.");
    }
}
