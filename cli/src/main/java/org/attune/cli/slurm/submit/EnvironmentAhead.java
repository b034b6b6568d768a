package org.attune.cli.slurm.submit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.attune.cli.Definition;
import org.attune.spec.SlurmSpec;
import org.attune.trial.python.PythonProblem;
import org.attune.trial.python.PythonSetup;
import org.attune.worker.HandedOn;

/**
 * The Python environment of a study's requirements, built where its jobs are submitted: nodes often have no network.
 *
 * @param requirements the file
 * @param folder in which jobs begin
 * @param environment of this process
 */
public record EnvironmentAhead(Path requirements, SlurmSpec slurm, Path folder, Map<String, String> environment) {

    /** Absent for a study without requirements. */
    public static Optional<EnvironmentAhead> of(Definition definition, Path folder, Map<String, String> environment) {
        return definition
                .spec()
                .trainable()
                .requirements()
                .map(file -> new EnvironmentAhead(
                        definition.folder().resolve(file),
                        definition.spec().slurm().orElse(SlurmSpec.none()),
                        folder.toAbsolutePath(),
                        environment));
    }

    /**
     * Unless it is there already, or what jobs do first cannot be done here.
     *
     * @param tell told, line by line, what is being built
     * @throws PythonProblem if it cannot be built
     */
    void build(Consumer<String> tell) throws IOException, InterruptedException {
        Optional<String> ofNodes = SetupLines.ofNodes(slurm.setup());
        if (ofNodes.isPresent()) {
            leave(
                    "slurm.setup has a line that is for nodes alone, "
                            + ofNodes.get().strip(),
                    tell);
            return;
        }
        try {
            Map<String, String> ofJob = JobEnvironment.of(slurm.modules(), slurm.setup(), environment, folder);
            new PythonSetup(HandedOn.of(ofJob), tell).environment(requirements);
        } catch (JobEnvironment.NotHere e) {
            leave("modules and setup of slurm do not work here: " + e.getMessage(), tell);
        }
    }

    /** The same, and what cannot be built here may yet be built there. */
    public void attempt(Consumer<String> tell) throws IOException, InterruptedException {
        try {
            build(tell);
        } catch (PythonProblem e) {
            leave(e.getMessage(), tell);
        }
    }

    private static void leave(String why, Consumer<String> tell) {
        tell.accept("The Python environment is left to the job, whose nodes need a network for it: " + why);
    }
}
