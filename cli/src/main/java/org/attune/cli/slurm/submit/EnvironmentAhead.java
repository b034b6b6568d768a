package org.attune.cli.slurm.submit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.attune.cli.BadInput;
import org.attune.cli.Definition;
import org.attune.spec.SlurmSpec;
import org.attune.trial.python.PythonProblem;
import org.attune.trial.python.PythonSetup;
import org.attune.worker.HandedOn;

/**
 * The Python environment of a study's requirements, built where the study is submitted: nodes often have no network.
 *
 * @param requirements the file
 * @param folder in which the job begins
 * @param environment of this process
 */
record EnvironmentAhead(Path requirements, SlurmSpec slurm, Path folder, Map<String, String> environment) {

    /** Absent for a study without requirements. */
    static Optional<EnvironmentAhead> of(
            Definition definition, SbatchOptions options, Map<String, String> environment) {
        return definition
                .spec()
                .trainable()
                .requirements()
                .map(file -> new EnvironmentAhead(
                        definition.folder().resolve(file),
                        definition.spec().slurm().orElse(SlurmSpec.none()),
                        Path.of(options.value("chdir").orElse("")).toAbsolutePath(),
                        environment));
    }

    /**
     * Unless it is there already, or what the job does first cannot be done here.
     *
     * @param tell told, line by line, what is being built
     * @throws BadInput if it cannot be built
     */
    void build(Consumer<String> tell) throws IOException, InterruptedException {
        Optional<String> ofNodes = SetupLines.ofNodes(slurm.setup());
        if (ofNodes.isPresent()) {
            tell.accept(left("slurm.setup has a line that is for nodes alone, "
                    + ofNodes.get().strip()));
            return;
        }
        try {
            Map<String, String> ofJob = JobEnvironment.of(slurm.modules(), slurm.setup(), environment, folder);
            new PythonSetup(HandedOn.of(ofJob), tell).environment(requirements);
        } catch (JobEnvironment.NotHere e) {
            tell.accept(left("modules and setup of slurm do not work here: " + e.getMessage()));
        } catch (PythonProblem e) {
            throw new BadInput(
                    e.getMessage() + "\nNothing was submitted. With --no-build the job's nodes build it.", e);
        }
    }

    private static String left(String why) {
        return "The Python environment is left to the job, whose nodes need a network for it: " + why;
    }
}
