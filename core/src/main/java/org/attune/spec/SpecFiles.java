package org.attune.spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.attune.text.Nearest;
import org.attune.text.Place;
import org.attune.text.Problems;
import org.attune.text.Source;
import org.attune.text.TextException;

/** Whether the files that a study names are there. */
public final class SpecFiles {
    private static final Pattern FUNCTION = Pattern.compile("(?m)^(?:async\\s+)?def\\s+(\\w+)");
    private static final Set<String> INTERPRETERS =
            Set.of("python", "python3", "sh", "bash", "Rscript", "julia", "node", "perl", "ruby");

    private final Path folder;
    private final boolean hasStudyFile;
    private final Problems problems = new Problems();

    private SpecFiles(Path folder, boolean hasStudyFile) {
        this.folder = folder;
        this.hasStudyFile = hasStudyFile;
    }

    /**
     * Checks the trainable's files.
     *
     * @param folder of the study file
     * @throws TextException if a file is missing, or a Python file lacks the function
     */
    public static void check(StudySpec spec, Path folder) {
        new SpecFiles(folder, true).check(spec);
    }

    /**
     * The same for a study without a file, described on a command line.
     *
     * @param folder in which its command is run
     */
    public static void checkCommand(StudySpec spec, Path folder) {
        new SpecFiles(folder, false).check(spec);
    }

    private void check(StudySpec spec) {
        Trainable trainable = spec.trainable();
        if (trainable instanceof Trainable.PythonFunction python) {
            require("python", python.file());
            requireFunction(python);
        } else if (trainable instanceof Trainable.Command command) {
            script(command.words()).ifPresent(path -> require("command", path));
        }
        trainable.requirements().ifPresent(path -> require("requirements", path));
        problems.throwIfAny();
    }

    private void require(String key, String path) {
        if (!Files.isRegularFile(folder.resolve(path))) {
            String hint = Nearest.to(path, neighbours(path))
                    .map(near -> "Did you mean " + near + "?")
                    .orElse(
                            hasStudyFile
                                    ? "Paths start at the folder of the study file."
                                    : "Name it as from that folder, or by its whole path.");
            problems.add(place(key), "no such file: " + path + " in " + folder + ".", hint);
        }
    }

    private void requireFunction(Trainable.PythonFunction python) {
        Path file = folder.resolve(python.file());
        if (!Files.isRegularFile(file)) {
            return;
        }
        String text = text(file);
        if (!Pattern.compile("\\b" + Pattern.quote(python.function()) + "\\b", Pattern.UNICODE_CHARACTER_CLASS)
                .matcher(text)
                .find()) {
            List<String> functions = FUNCTION.matcher(text)
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .toList();
            problems.add(
                    place("python"),
                    python.file() + " has no function '" + python.function() + "'"
                            + Nearest.hint(python.function(), functions),
                    functions.isEmpty() ? "" : "Functions: " + String.join(", ", functions) + ".");
        }
    }

    /** The file that is surely one: a program given by a path, or what an interpreter is given first. */
    private static Optional<String> script(List<String> words) {
        String program = words.get(0);
        if (program.contains("/")) {
            return Optional.of(program).filter(SpecFiles::isFixed);
        }
        return Optional.of(words)
                .filter(all -> all.size() > 1 && INTERPRETERS.contains(program))
                .map(all -> all.get(1))
                .filter(word -> !word.startsWith("-") && isFixed(word));
    }

    private static boolean isFixed(String word) {
        return Placeholders.names(word).isEmpty();
    }

    /** Files beside the missing one, named as it is. */
    private List<String> neighbours(String path) {
        Path parent = folder.resolve(path).getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(parent)) {
            files.filter(Files::isRegularFile)
                    .map(file -> path.substring(0, path.lastIndexOf('/') + 1) + file.getFileName())
                    .sorted()
                    .forEach(names::add);
        } catch (IOException e) {
            // Without a proposal the message still says what is missing.
            return List.of();
        }
        return names;
    }

    private Place place(String key) {
        return new Source.Named(hasStudyFile ? "trainable." + key : "the command after --").whole();
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            // Whoever runs it says why it cannot be read.
            return "";
        }
    }
}
