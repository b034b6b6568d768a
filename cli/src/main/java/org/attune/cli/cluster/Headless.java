package org.attune.cli.cluster;

import java.io.IOException;
import java.util.Optional;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.StudyState;
import org.attune.cli.ShellText;
import org.attune.head.hosting.Studies;
import org.attune.wire.ClusterFolder;

/** A study on a cluster whose head has died: its trials run on, and nobody takes what they report. */
public final class Headless {
    private Headless() {}

    /** What is the matter and what helps; absent if a head has the study, or none would go on with it. */
    public static Optional<String> sentence(LoadedStudy study) {
        if (study.state() != StudyState.INTERRUPTED || study.study().cluster().isEmpty()) {
            return Optional.empty();
        }
        FolderOption usual = FolderOption.of(null);
        boolean isIts = study.study().cluster().equals(cluster(usual));
        if (isIts && !Studies.isKept(usual.path(), study.name())) {
            return Optional.empty();
        }
        String start = usual.command(ShellText.called(System.getenv()), "cluster", "start");
        return Optional.of("The head of its cluster has died. "
                + (isIts
                        ? "'" + start + "' starts the next one"
                        : "'attune cluster start --cluster DIR', with the folder of that cluster, starts the next one")
                + ", which goes on with it"
                + (study.study().running().isEmpty() ? "." : "; meanwhile its trials run on by themselves."));
    }

    private static Optional<String> cluster(FolderOption folder) {
        try {
            return ClusterFolder.at(folder.path()).head().map(head -> head.cluster());
        } catch (IOException e) {
            // It is not this user's, or damaged: then nothing is known of it.
            return Optional.empty();
        }
    }
}
