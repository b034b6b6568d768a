package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsPython
@Timeout(180)
class StackIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    void aRunningTrialShowsWhereItIs() throws Exception {
        Files.writeString(folder.resolve("train.py"), """
                import attune, time
                def in_an_endless_loop():
                    while True:
                        time.sleep(0.01)
                def train(config):
                    print("begun", flush=True)
                    in_an_endless_loop()
                """);
        Files.writeString(folder.resolve("stuck.yaml"), """
                study: stuck
                objective: {metric: loss, mode: min}
                space: {x: {type: float, low: 0, high: 1}}
                sampler: random
                trials: 1
                grace: 1
                trainable: {python: "train.py:train"}
                """);
        Attune runs = new Attune(folder);
        Attune attune = new Attune(Files.createDirectory(folder.resolve("elsewhere")))
                .with("ATTUNE_RESULTS", folder.resolve("results").toString());
        Process head = runs.start("run", "stuck.yaml");
        try {
            await().atMost(PATIENCE)
                    .until(() -> attune.run("logs", "stuck", "0").out().contains("begun"));
            // What it prints may be there before it is written down where it runs.
            await().atMost(PATIENCE)
                    .until(() -> attune.run("stack", "stuck", "0").code() == 0);
            Attune.Ended stack = attune.run("stack", "stuck", "0");
            assertThat(stack.out()).contains("in_an_endless_loop").contains("train.py");
            assertThat(attune.run("logs", "stuck", "0").out().strip()).isEqualTo("begun");
            assertThat(attune.run("stack", "stuck", "7").code()).isEqualTo(2);
        } finally {
            head.destroy();
            runs.finish(head);
        }
        Attune.Ended late = attune.run("stack", "stuck", "0");
        assertThat(late.code()).isEqualTo(2);
        assertThat(late.err()).contains("does not run");
    }
}
