package org.attune.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Attune;
import org.attune.cli.OnATerminal;
import org.attune.cli.Signals;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the command that shows a study on a cluster says and asks. */
@NeedsPython
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FollowingIT {
    @TempDir
    Path folder;

    private TestCluster cluster;
    private Attune here;

    @BeforeEach
    void hasAStudy() throws Exception {
        cluster = new TestCluster(folder);
        here = cluster.attune("here");
        here.file(
                "study.yaml",
                "study: late",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0.0, high: 1.0}}",
                "sampler: random",
                "trials: 2",
                "trainable: {command: 'sh train.sh {x}'}");
        here.file(
                "train.sh",
                "while [ ! -e " + folder.resolve("go") + " ]; do sleep 0.1; done",
                "echo \"attune: {\\\"step\\\": 1, \\\"loss\\\": $1}\"");
    }

    @AfterEach
    void nothingIsLeft() {
        cluster.close();
    }

    @Test
    void aRunLooksForTheHeadForAMomentAndThenSaysWhereItLooked() throws Exception {
        Attune.Ended vain = here.run("run", "study.yaml", "--cluster", "");
        assertThat(vain.code()).isEqualTo(2);
        assertThat(vain.err()).contains("has no head", "Looking for it for 10 s.", "cluster start");

        Process early = here.start("run", "study.yaml", "--cluster", "");
        cluster.start();
        cluster.worker("n1");
        Files.createFile(folder.resolve("go"));
        Attune.Ended ended = here.finish(early);
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    }

    @Test
    void whoComesLateIsToldWhatWasNoticedAndMayLeaveAtOnce() throws Exception {
        cluster.start();
        cluster.worker("n1");
        Path go = Files.createFile(folder.resolve("go"));
        assertThat(here.run("run", "study.yaml", "--cluster", "").code()).isZero();
        Files.delete(go);
        List<String> words = List.of("run", "study.yaml", "--cluster", "", "--set", "trials=3", "--detach");
        String[] more = words.toArray(String[]::new);
        Attune.Ended first = here.run(more);
        assertThat(first.code()).as(first.out() + first.err()).isZero();
        assertThat(first.out()).contains("Changed since the last run: trials: 2 -> 3", "runs on the cluster");
        Attune.Ended again = here.run(more);
        assertThat(again.code()).as(again.out() + again.err()).isZero();
        assertThat(again.out())
                .containsPattern("\\d{4}-\\d\\d-\\d\\dT\\S+Z: Changed since the last run: trials: 2 -> 3")
                .contains("runs on the cluster");
        assertThat(cluster.log()).contains("study late: Changed since the last run");
        cluster.ok("cluster", "stop", "--now");
    }

    @Test
    void whatAStudyWaitsForIsSaidAndThatItsHeadHasDiedAndHowItStandsAfterwards() throws Exception {
        Map<?, ?> head = cluster.start();
        cluster.worker("n1");
        cluster.awaitNodes("n1");
        Attune.Ended refused = here.run("run", "study.yaml", "--cluster", "", "--set", "resources.cpu=99");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("it needs cpu: 99, and the most that a worker has is 1");
        assertThat(Path.of(cluster.results(), "late")).doesNotExist();
        assertThat(folder.resolve("here/.attune-shared")).doesNotExist();

        Process run = here.start("run", "study.yaml", "--cluster", "", "--set", "resources.nodes=2");
        String shortage = "waits for 2 workers with cpu: 1 each: 1 is there, n1";
        await().atMost(TestCluster.PATIENCE).until(() -> here.output().contains(shortage));
        assertThat(cluster.log()).contains("study late: " + shortage);
        assertThat(cluster.ok("cluster", "status").out()).contains("late, results ", shortage);

        Signals.send("KILL", ((Number) head.get("pid")).longValue());
        TestCluster.awaitEnd(((Number) head.get("pid")).longValue());
        assertThat(cluster.ok("status", "late").out())
                .contains("late: interrupted", "The head of its cluster has died. '", "cluster start' starts the next");
        for (List<String> command : List.of(
                List.of("nodes"),
                List.of("pause", "late"),
                List.of("why", "late", "0"),
                List.of("cluster", "status"))) {
            Attune.Ended vain = cluster.run(command.toArray(String[]::new));
            assertThat(vain.code()).isEqualTo(2);
            assertThat(vain.err())
                    .contains(") has died. '", "cluster start' starts the next one, and what runs goes on.");
        }
        cluster.start();
        await().atMost(TestCluster.PATIENCE).until(() -> here.output().contains("There is a head again."));
        Files.createFile(folder.resolve("go"));
        cluster.worker("n2");
        Attune.Ended ended = here.finish(run);
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(cluster.ok("pause", "late").out()).isEqualTo("late has ended: all its trials are over.\n");
    }

    @Test
    void whatATrialPrintsIsFollowedFromHeadToHead() throws Exception {
        here.file(
                "train.sh",
                "i=0",
                "until [ -e " + folder.resolve("go") + " ]; do",
                "  i=$((i + 1)); echo line $i; sleep 0.02",
                "done",
                "echo \"attune: {\\\"step\\\": 1, \\\"loss\\\": $1}\"");
        cluster.start();
        cluster.worker("n1");
        here.run("run", "study.yaml", "--cluster", "", "--detach", "--set", "trials=1");
        Attune reader = cluster.attune("reader");
        Path said = folder.resolve("reader/stderr");
        Path output = Path.of(cluster.results(), "late/output.bin");
        await().atMost(TestCluster.PATIENCE).until(() -> Files.exists(output));
        Process logs = reader.start("logs", "late", "0", "-f");
        await().atMost(TestCluster.PATIENCE).until(() -> reader.output().contains("line 1\n"));
        long head = cluster.headPid();
        Signals.send("KILL", head);
        TestCluster.awaitEnd(head);
        await().atMost(TestCluster.PATIENCE).until(() -> TestCluster.text(said).contains("has died. '"));
        cluster.start();
        await().atMost(TestCluster.PATIENCE).until(() -> TestCluster.text(said).contains("there is a head again."));
        Files.createFile(folder.resolve("go"));
        Attune.Ended ended = reader.finish(logs);
        assertThat(ended.code()).isZero();
        List<String> lines =
                ended.out().lines().filter(line -> line.startsWith("line ")).toList();
        assertThat(lines).hasSizeGreaterThan(1);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).isEqualTo("line " + (i + 1));
        }
        assertThat(ended.out()).contains("attune: {\"step\": 1");
        assertThat(ended.err().lines()).hasSize(2);
    }

    @Test
    void aChangedSpaceIsAskedAboutWhereSomebodySitsAndRefusedElsewhere() throws Exception {
        cluster.start();
        cluster.worker("n1");
        Files.createFile(folder.resolve("go"));
        assertThat(here.run("run", "study.yaml", "--cluster", "").code()).isZero();
        List<String> changed =
                List.of("run", "study.yaml", "--cluster", "", "--set", "space.x.high=2.0", "--set", "trials=3");
        Attune.Ended refused = here.run(changed.toArray(String[]::new));
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("space.x.high: 1.0 -> 2.0", "--accept-changes")
                .doesNotContain("[y/N]");
        assertThat(OnATerminal.answering(here, "n", changed))
                .contains("exit 2 ", "space.x.high: 1.0 -> 2.0", "Go on in the new space? [y/N]", "left as it is");
        assertThat(OnATerminal.answering(here, "y", changed)).contains("exit 0 ", "late: 3 trials have ended.");
        List<String> accepted = new ArrayList<>(changed);
        accepted.addAll(List.of("--set", "trials=4", "--set", "space.x.high=3.0", "--accept-changes"));
        assertThat(here.run(accepted.toArray(String[]::new)).code()).isZero();
    }
}
