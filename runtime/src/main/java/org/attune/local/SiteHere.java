package org.attune.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.attune.trial.Keep;
import org.attune.trial.KeepHere;
import org.attune.wire.StudyBrief;
import org.attune.worker.StudySite;
import org.attune.worker.StudySites;

/**
 * A study's own folders, in which nobody else writes.
 *
 * @param classPath of a Java trainable
 */
record SiteHere(List<Path> classPath) implements StudySites {
    @Override
    public StudySite open(StudyBrief study, Consumer<String> progress) {
        return new StudySite() {
            @Override
            public Path folder() {
                return Path.of(study.folder());
            }

            @Override
            public List<Path> classPath() {
                return classPath;
            }

            @Override
            public Keep keep(Consumer<String> broken) throws IOException {
                return new KeepHere(Path.of(study.results()), folder(), broken);
            }
        };
    }
}
