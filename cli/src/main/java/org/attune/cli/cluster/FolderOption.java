package org.attune.cli.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.attune.wire.ClusterFolder;
import picocli.CommandLine.Option;

/** Which cluster a command is about. */
final class FolderOption {

    @Option(
            names = "--cluster",
            paramLabel = "DIR",
            description = "The cluster's folder; by default $ATTUNE_CLUSTER, else ~/.attune/cluster.")
    private Path cluster;

    static FolderOption of(Path cluster) {
        FolderOption option = new FolderOption();
        option.cluster = cluster;
        return option;
    }

    Path path() {
        return (isGiven() ? cluster : ClusterFolder.usual(System.getenv()))
                .toAbsolutePath()
                .normalize();
    }

    /** Not if it is empty, as {@code --cluster "$ATTUNE_CLUSTER"} is without that variable: that is the usual one, never the working folder. */
    boolean isGiven() {
        return cluster != null && !cluster.toString().isBlank();
    }

    /** A command for this cluster, to be pasted. */
    String command(String called, String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        if (!path().equals(ClusterFolder.usual(System.getenv()).toAbsolutePath().normalize())) {
            line.addAll(List.of("--cluster", path().toString()));
        }
        return org.attune.cli.ShellText.line(called, line);
    }
}
