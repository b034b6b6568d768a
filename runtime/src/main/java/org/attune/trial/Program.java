package org.attune.trial;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.attune.spec.ReportPattern;
import org.attune.spec.Start;
import org.attune.spec.Trainable;
import org.attune.trial.process.LauncherSettings;
import org.attune.trial.python.PythonEnvironment;
import org.attune.trial.python.PythonSetup;

/**
 * What is run for each trial.
 *
 * @param words the command line, with placeholders
 * @param client folder of {@code attune.py} and its kin
 * @param virtualEnvironment folder of the Python environment, if the study has its own
 * @param report finds reports in printed lines that are in no form of Attune's
 * @param python the Python that starts trials; absent if there is none
 * @param function a Python function that may be called in a warm process instead
 */
public record Program(
        List<String> words,
        Path client,
        Optional<Path> virtualEnvironment,
        Optional<ReportPattern> report,
        Optional<Path> python,
        Optional<Trainable.PythonFunction> function) {
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
                    report,
                    python.anyInterpreter(),
                    Optional.empty());
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
            return new Program(
                    words,
                    client,
                    environment.map(PythonEnvironment::folder),
                    Optional.empty(),
                    Optional.of(interpreter),
                    Optional.of(function));
        }
        throw new IllegalArgumentException("a trainable of the kind "
                + trainable.getClass().getSimpleName() + " runs within this process, not as a process of its own.");
    }

    /** The same, of which each trial starts anew. */
    public Program fresh() {
        return new Program(words, client, virtualEnvironment, report, python, Optional.empty());
    }

    /** What to call in a warm process, {@code FILE.py:FUNCTION}. */
    public Optional<String> call() {
        return function.filter(known -> known.start() != Start.FRESH)
                .map(known -> known.file() + ":" + known.function());
    }

    /**
     * How the launcher of this program's trials works; absent without Python.
     *
     * @param environment for the launcher; changed here
     * @param notes told what people should know
     */
    public Optional<LauncherSettings> launcher(
            TrialEnvironment environment, Path folder, Duration grace, Consumer<String> notes) {
        if (python.isEmpty()) {
            return Optional.empty();
        }
        String interpreter = python.get().toString();
        String script = client.resolve("start/launcher.py").toString();
        boolean warm = call().isPresent();
        if (warm) {
            environment.python(client);
            virtualEnvironment.ifPresent(environment::virtualEnvironment);
        }
        return Optional.of(new LauncherSettings(
                // For programs it needs nothing but the standard library, which starts faster alone.
                warm ? List.of(interpreter, script) : List.of(interpreter, "-I", "-S", script),
                environment.variables(),
                folder,
                grace,
                function.filter(known -> warm).map(Trainable.PythonFunction::file),
                function.map(Trainable.PythonFunction::start).orElse(Start.FRESH),
                notes));
    }
}
