package org.attune.cli.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.attune.background.Daemons;
import org.attune.cli.ThisProgram;
import org.attune.engine.slurm.AllocationEnd;
import org.attune.head.Head;
import org.attune.head.HeadLog;
import org.attune.head.HeadSettings;
import org.attune.head.Terms;
import org.attune.wire.ClusterFolder;
import org.attune.wire.HeadAddress;

/** A cluster for one purpose, with which it ends; its head is in this process. */
public final class OwnCluster {
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    private final FolderOption folder;
    private final Head head;
    private final Thread end;

    private OwnCluster(FolderOption folder, Head head, HeadLog log) {
        this.folder = folder;
        this.head = head;
        this.end = Daemons.thread("attune-own-head", () -> awaitEnd(head, log));
        end.start();
    }

    public static OwnCluster start(Path folder) throws IOException, InterruptedException {
        ClusterFolder cluster = ClusterFolder.make(folder);
        HeadLog log = new HeadLog(cluster.path(), Clock.systemUTC());
        try {
            return new OwnCluster(
                    FolderOption.of(folder),
                    Head.start(new HeadSettings(
                            cluster, 0, false, Terms.USUAL, ThisProgram.file(), log, AllocationEnd.here())),
                    log);
        } catch (IOException | InterruptedException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    public HeadAddress address() {
        return head.address();
    }

    /** Returns when all its workers have left, and nothing of it is left here. */
    public void stop() throws IOException, InterruptedException {
        try (HeadAccess access = HeadAccess.by(folder)) {
            new Stopping(access).ask(false, System.err::println);
        } finally {
            head.leave();
            end.join(LAST_WORDS.toMillis());
        }
    }

    private static void awaitEnd(Head head, HeadLog log) {
        head.awaitEnd();
        try {
            head.close();
        } catch (IOException e) {
            log.accept("the head's folder could not be tidied up: " + e.getMessage());
        } finally {
            log.close();
        }
    }
}
