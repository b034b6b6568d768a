package org.attune.cli.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.attune.cli.BadInput;
import org.attune.cli.Interrupts;
import org.attune.cli.slurm.Kill;
import org.attune.cli.slurm.StepCode;
import org.attune.cli.slurm.StepOrders;
import org.attune.engine.slurm.SlurmPlace;

/** A command that has a cluster to itself. */
record CommandOnCluster(Path folder, List<String> command) {

    /** @return the command's exit code */
    int run() throws IOException, InterruptedException {
        Optional<BridgeDoor> bridges = BridgeDoor.open(folder);
        try {
            return runBeside();
        } finally {
            if (bridges.isPresent()) {
                bridges.get().close();
            }
        }
    }

    private int runBeside() throws IOException, InterruptedException {
        try (Interrupts interrupts = new Interrupts()) {
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().put("ATTUNE_CLUSTER", folder.toString());
            StepCode.hide(builder.environment());
            if (StepOrders.areGiven(builder.environment())) {
                StepOrders.hide(builder.environment());
                builder.redirectInput(Path.of("/dev/null").toFile());
            }
            Process process = start(builder);
            // A terminal's Ctrl-C reaches the command itself; what is meant for this process alone is passed on.
            interrupts.are(process::destroy, process::destroy);
            interrupts.warn(() -> warn(process));
            return process.waitFor();
        }
    }

    /** What Slurm sends to a step comes to all of its processes. */
    private static void warn(Process process) {
        boolean isInStep = SlurmPlace.of(System.getenv())
                .filter(place -> place.part() == SlurmPlace.Part.TASK)
                .isPresent();
        if (!isInStep) {
            Kill.send("USR1", process.toHandle());
        }
    }

    private Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new BadInput("the command cannot be run: " + e.getMessage(), e);
        }
    }
}
