package org.attune.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.StudyFolders;
import picocli.CommandLine.Parameters;

/** The study that a command is about. */
final class StudyArgument {

    @Parameters(index = "0", paramLabel = "STUDY", description = "Name of the study, or its folder.")
    private String study;

    /** As it was given; of a folder its last part. */
    String name() {
        return Path.of(study).getFileName().toString();
    }

    LoadedStudy load() throws IOException {
        return LoadedStudy.read(StudyFolders.standard().resolve(study));
    }
}
