package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.attune.HomeFolder;
import org.attune.engine.slurm.SlurmPlace;
import org.attune.wire.ClusterFolder;

/**
 * The folder of the cluster that the tasks of a step are. All of them find it by what Slurm told them, whoever comes first; no other step has it, nor the same one when its job is begun anew.
 */
public record StepFolder(Path path) {
    /** What says that the step's work is done, to tasks that come later. */
    private static final String OVER = "over";

    public static StepFolder of(SlurmPlace place, Map<String, String> environment) {
        String name = place.job() + "." + place.step() + (place.launch().isEmpty() ? "" : "-" + place.launch());
        return new StepFolder(
                HomeFolder.of(environment).resolve(".attune").resolve("slurm").resolve(name));
    }

    /** Made, or as another step left it whose number was the same: begun anew. For the task that leads. */
    public void begin() throws IOException {
        ClusterFolder.make(path);
        Files.deleteIfExists(path.resolve(OVER));
    }

    /** What a task's worker said. */
    public Path log(int rank) throws IOException {
        return ClusterFolder.make(path).path().resolve("worker-" + rank + ".log");
    }

    public void end() throws IOException {
        ClusterFolder.write(path.resolve(OVER), "over\n");
    }

    public boolean isOver() {
        return Files.exists(path.resolve(OVER));
    }
}
