package org.attune.cli;

import java.io.IOException;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.StudyFolders;
import picocli.CommandLine.Parameters;

/** The study that a command is about. */
final class StudyArgument {

    @Parameters(index = "0", paramLabel = "STUDY", description = "Name of the study, or its folder.")
    private String study;

    LoadedStudy load() throws IOException {
        return LoadedStudy.read(StudyFolders.standard().resolve(study));
    }
}
