package org.attune.cli.space;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.attune.spec.SpaceFile;
import org.attune.text.TextFile;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The file of a space that a command is about. */
final class SpaceFileArgument {
    static final String STANDARD_INPUT = "-";

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "The file of a search space, or a study file; - for standard input.")
    private String file;

    @Option(
            names = "--from",
            paramLabel = "FORM",
            completionCandidates = Forms.Readable.class,
            description = "Form of the file, if it is not found out rightly: ${COMPLETION-CANDIDATES}.")
    private String form;

    boolean isStandardInput() {
        return file.equals(STANDARD_INPUT);
    }

    String name() {
        return isStandardInput() ? "standard input" : file;
    }

    SpaceFile read() throws IOException {
        Optional<String> given = Optional.ofNullable(form);
        return isStandardInput()
                ? SpaceFile.read(TextFile.read(System.in, name(), SpaceFile.KIND), name(), given)
                : SpaceFile.read(Path.of(file), given);
    }
}
