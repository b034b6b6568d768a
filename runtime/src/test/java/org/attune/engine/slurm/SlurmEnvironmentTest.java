package org.attune.engine.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SlurmEnvironmentTest {

    /** For sbatch a variable is worth more than the header. */
    @Test
    void whatAScriptAsksForIsNotOutvotedByTheEnvironment() {
        String script = """
                #!/bin/bash
                #SBATCH --time=00:30:00
                #SBATCH --gpus-per-node=2
                #SBATCH --requeue
                echo '#SBATCH --account=none'
                """;
        Map<String, String> environment = Map.of(
                "SBATCH_TIMELIMIT", "1",
                "SBATCH_GPUS_PER_NODE", "1",
                "SBATCH_NO_REQUEUE", "1",
                "SBATCH_ACCOUNT", "physics",
                "PATH", "/bin");

        assertThat(SlurmEnvironment.obeying(script, environment))
                .isEqualTo(Map.of("SBATCH_ACCOUNT", "physics", "PATH", "/bin"));
    }
}
