package org.attune.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.attune.docs.SlurmBlocks.Block;
import org.attune.docs.SlurmBlocks.Kind;
import org.junit.jupiter.api.Test;

class SlurmBlocksTest {
    @Test
    void linesScriptsAndProgramsAreFoundAndWhatIsThereToBeReadIsNot() {
        assertThat(SlurmBlocks.of("""
                # A page

                    attune slurm status
                    squeue

                ```sh
                # two
                srun attune run \\
                    study.yaml
                attune best s
                ```

                ```sh
                #!/bin/bash
                #SBATCH -N2
                attune run study.yaml
                ```

                ```bash
                srun ray start
                ```

                ```output
                attune says so
                ```

                ```python
                import attune
                ```
                """))
                .containsExactly(
                        new Block(Kind.COMMAND, "attune slurm status"),
                        new Block(Kind.COMMAND, "srun attune run study.yaml"),
                        new Block(Kind.COMMAND, "attune best s"),
                        new Block(Kind.SCRIPT, "#!/bin/bash\n#SBATCH -N2\nattune run study.yaml\n"),
                        new Block(Kind.PROGRAM, "import attune\n"));
    }
}
