package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Attune;
import org.attune.cli.Signals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OneHeadIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int HEADS = 4;
    private static final int TRIALS = 3;

    @TempDir
    Path folder;

    @BeforeEach
    void hasAStudyWhoseTrialsWaitForALine() throws Exception {
        Files.writeString(folder.resolve("study.yaml"), """
                study: one
                objective: {metric: loss, mode: min}
                space: {x: {type: float, low: 0.0, high: 1.0}}
                sampler: random
                trials: 3
                max_parallel: 1
                grace: 1
                trainable: {command: [sh, trial.sh, "{x}"]}
                """);
        Files.writeString(folder.resolve("trial.sh"), """
                echo "attune: {\\"loss\\": $1}"
                read -r line <gate
                """);
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("gate").toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void ofManyThatAreStartedAtOnceOneRunsTheStudyAndTheOthersNameIt() throws Exception {
        List<Attune> attunes = new ArrayList<>();
        List<Process> heads = new ArrayList<>();
        for (int head = 0; head < HEADS; head++) {
            attunes.add(attune("head" + head));
            heads.add(attunes.get(head).start("run", "../study.yaml"));
        }
        await().atMost(PATIENCE)
                .until(() -> heads.stream().filter(Process::isAlive).count() <= 1);
        int one =
                heads.indexOf(heads.stream().filter(Process::isAlive).findAny().orElseThrow());
        for (int other = 0; other < HEADS; other++) {
            if (other != one) {
                refusedFor(attunes.get(other).finish(heads.get(other)), heads.get(one));
            }
        }
        letGo(attunes.get(one), heads.get(one));
        assertThat(attunes.get(one).run("results", "one", "--format", "jsonl").jsonLines())
                .hasSize(TRIALS);
    }

    @Test
    void aHeadThatWasStoppedByASignalIsStillTheOne() throws Exception {
        Attune attune = attune("first");
        Process first = attune.start("run", "../study.yaml");
        await().atMost(PATIENCE).until(() -> attune.output().contains("best so far"));
        Signals.send("STOP", first);
        refusedFor(attune("second").run("run", "../study.yaml"), first);
        Signals.send("CONT", first);
        letGo(attune, first);
    }

    private Attune attune(String name) throws Exception {
        return new Attune(Files.createDirectories(folder.resolve(name)))
                .with("ATTUNE_RESULTS", folder.resolve("results").toString());
    }

    private static void refusedFor(Attune.Ended refused, Process head) throws Exception {
        assertThat(refused.code()).as(refused.out() + refused.err()).isEqualTo(2);
        assertThat(refused.err())
                .contains("is being run by process " + head.pid() + " on "
                        + InetAddress.getLocalHost().getHostName());
    }

    private void letGo(Attune attune, Process head) throws Exception {
        try (RandomAccessFile gate = new RandomAccessFile(folder.resolve("gate").toFile(), "rw")) {
            gate.writeBytes("\n".repeat(TRIALS));
            Attune.Ended ended = attune.finish(head);
            assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        }
    }
}
