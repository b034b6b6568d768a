package org.attune.cli.slurm;

import java.nio.file.Path;
import java.util.Map;
import org.attune.HomeFolder;

/** {@code ~/.attune/slurm}: what steps and studies with worker jobs keep, where all nodes must see it. */
public final class SlurmHome {
    private SlurmHome() {}

    public static Path of(Map<String, String> environment) {
        return HomeFolder.own(environment).resolve("slurm");
    }
}
