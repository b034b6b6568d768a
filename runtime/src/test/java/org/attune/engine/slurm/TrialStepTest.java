package org.attune.engine.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialStepTest {
    @TempDir
    Path folder;

    private Map<String, String> environment;

    @BeforeEach
    void hasSrun() throws Exception {
        Path srun = Files.writeString(folder.resolve("srun"), "#!/bin/sh\n");
        assertThat(srun.toFile().setExecutable(true)).isTrue();
        environment = new TreeMap<>(Map.of(
                "PATH", folder.toString(),
                "SLURM_JOB_ID", "12",
                "SLURMD_NODENAME", "n3",
                "SLURM_MEM_PER_CPU", "1024",
                "CUDA_VISIBLE_DEVICES", "0,1",
                "SLURM_CONF", "/etc/slurm/slurm.conf",
                "ATTUNE_TRIAL", "3"));
    }

    private List<String> words(double cpus, OptionalLong memory, int gpus) {
        List<String> words = TrialStep.of(environment)
                .orElseThrow()
                .words("scan-3", cpus, memory, gpus, List.of("python3", "train.py"));
        assertThat(words).startsWith("sh", "-c").endsWith("python3", "train.py");
        return words;
    }

    @Test
    void aStepHasWhatItsTrialAskedForAndNoMore() {
        assertThat(words(1.5, OptionalLong.of(4_000_000_000L), 2))
                .contains(
                        "srun",
                        "--jobid=12",
                        "--nodelist=n3",
                        "--ntasks=1",
                        "--exact",
                        "--cpus-per-task=2",
                        "--mem=3814M",
                        "--gres=gpu:2",
                        "--job-name=scan-3");
        assertThat(words(0.5, OptionalLong.empty(), 0))
                .contains("--cpus-per-task=1", "--mem=0")
                .noneMatch(word -> word.startsWith("--gres"));
    }

    @Test
    void whatSrunWouldFollowIsTakenOut() {
        TrialStep.clean(environment);
        assertThat(environment).containsOnlyKeys("PATH", "SLURM_CONF", "ATTUNE_TRIAL");
    }

    @Test
    void thereAreNoStepsOutsideOfAJobOrWithoutSrun() {
        assertThat(TrialStep.of(Map.of("PATH", folder.toString()))).isEmpty();
        environment.put("PATH", "/nowhere");
        assertThat(TrialStep.of(environment)).isEmpty();
    }
}
