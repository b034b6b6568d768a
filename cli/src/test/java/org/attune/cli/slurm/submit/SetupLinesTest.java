package org.attune.cli.slurm.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetupLinesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# the compiler's",
                "source ~/venv/bin/activate",
                ". /etc/profile.d/modules.sh",
                "export HTTPS_PROXY=http://proxy:3128",
                "export PATH=\"$HOME/bin:$PATH\"",
                "A=1; export A",
                "module purge && module load python/3.11 || exit 1",
                "ml python",
                "eval \"$(conda shell.bash hook)\"",
                "eval \"$(micromamba shell hook --shell bash)\"",
                "conda activate cgconv",
                "spack load python@3.11",
                "umask 077"
            })
    void whatSetsTheEnvironmentIsForAnyMachine(String line) {
        assertThat(SetupLines.ofNodes(List.of(line))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm -rf /scratch/$USER/*",
                "export A=$(rm -rf /scratch/me)",
                "source `ls`",
                "cd $SLURM_TMPDIR",
                "export TMPDIR=/scratch/$SLURM_JOB_ID",
                "source setup.sh > /dev/null",
                "source setup.sh & rm x",
                "cp -r data /dev/shm",
                "conda clean --all --yes",
                "micromamba install -y numpy",
                "spack install zlib",
                "module load cuda; nvidia-smi",
                "eval \"$(rm hook)\"; x"
            })
    void whatDoesMoreIsForNodes(String line) {
        assertThat(SetupLines.ofNodes(List.of("source ~/venv/bin/activate\n" + line)))
                .hasValue(line);
    }
}
