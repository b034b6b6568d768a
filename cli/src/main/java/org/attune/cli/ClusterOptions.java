package org.attune.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.attune.cli.cluster.HeadOptions;
import picocli.CommandLine.Option;

/** What is said of a run on a cluster. */
final class ClusterOptions {

    @Option(
            names = "--cluster",
            paramLabel = "DIR",
            description =
                    "Run the study on the cluster of that folder, and show what happens there. '' is $$ATTUNE_CLUSTER, else ~/.attune/cluster.")
    private Path cluster;

    @Option(
            names = "--head",
            paramLabel = "HOST:PORT",
            description = "The same where the folder is not seen: where the head is; with --key.")
    private String head;

    @Option(names = "--key", paramLabel = "FILE", description = "A copy of the key.pem of the cluster's folder.")
    private Path key;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description = "How long --workers N waits for them: 90s, 10min, 1h. By default as long as it takes.")
    private Duration deadline;

    @Option(names = "--detach", description = "Leave the study running once it has begun.")
    private boolean detach;

    @Option(
            names = "--ship",
            description = "Carry the files in the study file's folder to machines that do not see it.")
    private boolean ship;

    /** Absent, null, unless the cluster was made for this command, and ends with it. */
    private Consumer<Boolean> ownEnd;

    boolean isOnCluster() {
        return cluster != null || head != null;
    }

    /**
     * As if that folder were given, of a cluster that was made for this command alone.
     *
     * @param endSoon asks all trials there to save, or ends them now
     */
    void inOwn(Path folder, Consumer<Boolean> endSoon) {
        cluster = folder;
        ownEnd = endSoon;
    }

    boolean isOwn() {
        return ownEnd != null;
    }

    /** Of its own cluster: all trials are asked to save, or are ended now. */
    void endSoon(boolean now) {
        if (isOwn()) {
            ownEnd.accept(now);
        }
    }

    /** @throws BadInput if what is given does not go together */
    void check(OptionalInt workers) {
        head().check();
        if (workers.isPresent() && workers.getAsInt() < 1) {
            throw new BadInput("--workers must be 1 or more, but got " + workers.getAsInt() + ".");
        } else if (deadline != null && workers.isEmpty()) {
            throw new BadInput("--deadline is how long --workers N waits for them, but --workers is missing.");
        } else if (detach && isOwn()) {
            throw new BadInput("--detach leaves a study on a cluster, but this one ends with the step. Leave it out.");
        }
    }

    HeadOptions head() {
        return HeadOptions.of(cluster, head, key);
    }

    Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    boolean detach() {
        return detach;
    }

    boolean ship() {
        return ship;
    }

    /** @throws BadInput if something is said that has no meaning on one machine */
    void refuseWithoutCluster() {
        String option =
                deadline != null ? "--deadline" : detach ? "--detach" : ship ? "--ship" : key != null ? "--key" : "";
        if (!option.isEmpty()) {
            throw new BadInput(option + " is about a run on a cluster, but none is named. Add --cluster DIR.");
        }
    }
}
