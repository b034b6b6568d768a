package org.attune.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.attune.spec.StudySpecReader;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The study file that a command is about, and what is to be changed in it. */
public final class StudyFileArgument {

    @Parameters(index = "0", paramLabel = "STUDY.yaml", description = "The study file.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change a value of the study file: trials=50, scheduler.eta=4. May be repeated.")
    private List<String> set = new ArrayList<>();

    /** Whether a word of a command line looks like one. */
    static boolean isStudyFile(String word) {
        return word.matches("(?i).*\\.(ya?ml|json)");
    }

    Definition read() {
        return read(file, set);
    }

    /** What the file of the space says that has no place in a space. */
    List<String> notes() {
        return StudySpecReader.notes(file, set);
    }

    public static Definition read(Path file, List<String> set) {
        if (Files.isDirectory(file)) {
            throw new BadInput(
                    file + " is a folder, but a study file is needed. Maybe " + file.resolve("study.yaml") + "?");
        }
        return new Definition(
                StudySpecReader.read(file, set),
                file.toAbsolutePath().normalize().getParent(),
                true);
    }
}
