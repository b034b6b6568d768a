package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What there is to run trials on, and what each of them gets. */
class CheckIT {
    @TempDir
    Path folder;

    private Attune attune;

    @BeforeEach
    void aStudy() throws Exception {
        Files.writeString(folder.resolve("study.yaml"), """
                study: demo
                objective: {metric: loss, mode: min}
                space: {lr: {type: float, low: 0, high: 1}}
                trials: 2
                trainable: {command: [sh, -c, 'echo "attune: {{\\"loss\\": 1}}"; echo saw $CUDA_VISIBLE_DEVICES']}
                """);
        attune = new Attune(folder).with("CUDA_VISIBLE_DEVICES", "3,GPU-1a").with("OMP_NUM_THREADS", "5");
    }

    @Test
    void eachNumberComesWithItsSource() {
        Attune.Ended text = attune.run("check", "study.yaml", "--set", "resources.gpu=1");
        assertThat(text.code()).as(text.err()).isZero();
        assertThat(text.out())
                .contains(
                        "Machine    ",
                        "2 GPUs by CUDA_VISIBLE_DEVICES: 3,GPU-1a",
                        " of memory ",
                        " open files by 'ulimit -n'",
                        "Each trial 1 CPU, 1 GPU, ",
                        ", OMP_NUM_THREADS left alone",
                        " at once (");
        Map<?, ?> machine =
                (Map<?, ?>) attune.run("check", "study.yaml", "--json").json().get("machine");
        assertThat(machine.get("gpus")).hasToString("{count=2, ids=[3, GPU-1a], source=by CUDA_VISIBLE_DEVICES}");
        assertThat(machine.get("cpus").toString()).matches("\\{count=[\\d.]+, ids=\\[\\d.*], source=\\S.*}");
        assertThat(machine.get("memory").toString()).matches("\\{most=\\d+, source=\\S.*}");
    }

    @Test
    void aTrialThatNeverFitsIsRefusedBeforeTheStudyBegins() {
        for (String command : List.of("check", "run")) {
            Attune.Ended ended = attune.run(command, "study.yaml", "--set", "resources.gpu=3");
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err())
                    .contains("no trial fits here: 2 GPUs by CUDA_VISIBLE_DEVICES, 3 a trial. Ask for gpu: 2 at most.")
                    .doesNotContain("\tat ");
        }
        assertThat(folder.resolve("results/demo/journal.jsonl")).doesNotExist();
        assertThat(attune.run("check", "study.yaml", "--set", "resources.cpu=5000")
                        .err())
                .matches("(?s).*no trial fits here: .* CPUs? .*, 5000 a trial. Ask for cpu: .* at most\\.\\s*");
    }

    @Test
    void trialsThatShareADeviceSeeIt() {
        Attune.Ended ended = attune.run("run", "study.yaml", "--set", "resources.gpu=0.5");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(attune.run("logs", "demo", "0").out()).contains("saw 3");
        assertThat(attune.run("logs", "demo", "1").out()).contains("saw 3");
    }
}
