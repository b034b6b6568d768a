package org.attune.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.StudyFolders;
import org.attune.analysis.UnknownStudyException;
import org.attune.cli.slurm.chain.Submission;
import org.attune.journal.Journal;
import picocli.CommandLine.Parameters;

/** The study that a command is about. */
final class StudyArgument {

    @Parameters(index = "0", paramLabel = "STUDY", description = "Name of the study, or its folder.")
    private String study;

    /** As it was given; of a folder its last part. */
    String name() {
        return Path.of(study).getFileName().toString();
    }

    /** @throws UnknownStudyException if there is none, or it has not begun */
    LoadedStudy load() throws IOException {
        try {
            return LoadedStudy.read(StudyFolders.standard().resolve(study));
        } catch (UnknownStudyException e) {
            if (submitted().isPresent()) {
                throw new BadInput("study '" + name() + "' was submitted to Slurm and has not begun. '"
                        + ShellText.line(ShellText.called(System.getenv()), List.of("status", study))
                        + "' tells what it waits for.");
            }
            throw e;
        }
    }

    /** Its folder, if it was submitted to Slurm and has not begun. */
    Optional<Path> submitted() throws IOException {
        for (Path folder : List.of(
                StudyFolders.standard().folder(study),
                Path.of(study).toAbsolutePath().normalize())) {
            if (!Files.exists(folder.resolve(Journal.FILE))
                    && !Submission.of(folder).isEmpty()) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }
}
