package org.attune.worker;

import java.io.IOException;
import java.util.function.Consumer;
import org.attune.wire.StudyBrief;

/** Finds or makes the places of studies on this machine. */
public interface StudySites {

    /**
     * The place of a study, with its files; may take minutes. Called on a thread of the study's own, which is interrupted if the study is no longer wanted.
     *
     * @param progress told, line by line, what takes time
     * @throws IOException saying in words for people why this machine cannot have the study
     */
    StudySite open(StudyBrief study, Consumer<String> progress) throws IOException, InterruptedException;
}
