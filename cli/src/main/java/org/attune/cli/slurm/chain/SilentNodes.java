package org.attune.cli.slurm.chain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.attune.cli.slurm.SlurmHome;

/** Whether compute nodes of this cluster were seen to have no commands of Slurm, as it is on some: then all allocations must be submitted from where there are some. */
public final class SilentNodes {
    private SilentNodes() {}

    public static boolean areKnown(Map<String, String> environment) {
        return Files.exists(file(environment));
    }

    static void note(Map<String, String> environment) {
        try {
            Files.createDirectories(file(environment).getParent());
            Files.writeString(file(environment), "nodes have no sbatch\n");
        } catch (IOException e) {
            // Next time it is found out again.
            return;
        }
    }

    private static Path file(Map<String, String> environment) {
        return SlurmHome.of(environment).resolve("nodes-without-sbatch");
    }
}
