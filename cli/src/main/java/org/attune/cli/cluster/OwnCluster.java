package org.attune.cli.cluster;

import java.io.IOException;
import java.nio.file.Path;

/** A cluster for one purpose, with which it ends. */
public final class OwnCluster {
    private final FolderOption folder;

    private OwnCluster(FolderOption folder) {
        this.folder = folder;
    }

    /** Its head, in the background. */
    public static OwnCluster start(Path folder) throws IOException, InterruptedException {
        HeadProcess.start(folder, 0, false);
        return of(FolderOption.of(folder));
    }

    /** One whose head is there. */
    static OwnCluster of(FolderOption folder) {
        return new OwnCluster(folder);
    }

    /** Returns when nothing of it runs any more. */
    public void stop() throws IOException, InterruptedException {
        try (HeadAccess access = HeadAccess.by(folder)) {
            new Stopping(access).run(false, System.err::println);
        }
    }
}
