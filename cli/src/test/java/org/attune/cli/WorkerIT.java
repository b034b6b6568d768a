package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.attune.study.Cause;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker as people start it, and a head that is lost, comes back, kills and leaves it in all ways. */
class WorkerIT {
    /** Reports for ever, a twentieth of a second after each answer. */
    private static final String REPORTS = """
            seq=0
            while :; do
              seq=$((seq + 1))
              echo "{\\"seq\\": $seq, \\"metrics\\": {\\"loss\\": 1}}" >&4
              IFS= read -r answer <&3 || exit 0
              case $answer in *"\\"seq\\":$seq,"*) ;; *) echo "$answer"; exit 9 ;; esac
              sleep 0.05
            done
            """;

    @TempDir
    Path folder;

    private final MarkedProcesses marked = new MarkedProcesses();
    private DoorHead head;
    private Attune attune;
    private Process worker;

    @BeforeEach
    void prepare() {
        head = new DoorHead(folder.resolve("cluster"));
        attune = new Attune(folder).with(MarkedProcesses.VARIABLE, marked.mark());
    }

    @AfterEach
    void end() {
        if (worker != null) {
            worker.destroyForcibly();
        }
        head.close();
        marked.awaitNone();
    }

    private void start(String... more) {
        worker = attune.start(Stream.concat(
                        Stream.of(
                                "worker", "--cluster", folder.resolve("cluster").toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private void runsATrial(String study) throws IOException {
        head.prepare(study, folder, REPORTS);
        head.launch(study, 0);
        DoorHead.awaitThat(() -> head.reports().keySet().stream().anyMatch(key -> key.startsWith(study + "/")));
    }

    private void awaitLine(String words) {
        DoorHead.awaitThat(() -> attune.output().contains(words));
    }

    @Test
    void waitsForItsHeadAndItsTrialReportsThroughThreeHeads() throws Exception {
        start();
        awaitLine("Waiting for a head: there is none in " + folder.resolve("cluster"));
        head.begin();
        awaitLine("Joined the head on h1 as n1.");
        runsATrial("one");
        for (int heads = 2; heads <= 3; heads++) {
            head.die();
            awaitLine("Trials go on. Looking for it.");
            int before = head.reports().size();
            head.begin();
            head.awaitHellos(heads);
            head.awaitReports(before + 3);
        }
        assertThat(head.heard(ToHead.Hello.class).stream().skip(1))
                .as("one process all the time")
                .extracting(hello ->
                        hello.attempts().get(0).placement().orElseThrow().pid())
                .hasSize(2)
                .containsOnly(head.heard(ToHead.Happened.class).stream()
                        .map(ToHead.Happened::signal)
                        .filter(Signal.Placed.class::isInstance)
                        .map(placed -> ((Signal.Placed) placed).placement().pid())
                        .findFirst()
                        .orElseThrow());
        assertThat(head.ends()).isEmpty();
        head.say(new ToWorker.Leave("the test is over", true));
        assertThat(attune.finish(worker).code()).isZero();
        int last = head.reports().size();
        assertThat(head.reports().keySet())
                .as("each once, in order")
                .containsExactlyElementsOf(Stream.iterate(1, report -> report + 1)
                        .limit(last)
                        .map(report -> "one/0/1/" + report)
                        .toList());
    }

    @Test
    void aReportUnderWayWhenTheLinkIsCutIsSaidAgain() throws Exception {
        head.begin();
        start();
        head.awaitHellos(1);
        runsATrial("one");
        for (int cut = 1; cut <= 5; cut++) {
            head.hangUp();
            head.awaitHellos(cut + 1);
            int before = head.reports().size();
            head.awaitReports(before + 2);
        }
        assertThat(head.ends()).isEmpty();
        assertThat(head.reports().keySet()).startsWith("one/0/1/1", "one/0/1/2", "one/0/1/3");
    }

    @Test
    void nothingIsLeftOfAWorkerThatIsKilledAndOfItsTwoStudies() throws Exception {
        head.begin();
        start();
        head.awaitHellos(1);
        runsATrial("one");
        runsATrial("two");
        assertThat(marked.trials()).hasSizeGreaterThanOrEqualTo(2);
        worker.destroyForcibly().waitFor();
        marked.awaitNone();
    }

    @Test
    void aWorkerThatWasFrozenLearnsWhatToKill() throws Exception {
        head.begin();
        start();
        head.awaitHellos(1);
        runsATrial("one");
        runsATrial("two");
        Signals.send("STOP", worker);
        head.hangUp();
        head.kills(new AttemptKey("one", 0, 1));
        Signals.send("CONT", worker);
        head.awaitHellos(2);
        List<ToHead.Hello> hellos = head.heard(ToHead.Hello.class);
        assertThat(hellos.get(1).boot()).isEqualTo(hellos.get(0).boot());
        assertThat(hellos.get(1).attempts()).hasSize(2);
        DoorHead.awaitThat(() -> marked.trials().stream()
                .noneMatch(trial -> "one".equals(trial.environment().get("ATTUNE_STUDY"))));
        head.awaitReports(head.reports().size() + 2);
        assertThat(head.ends()).isEmpty();
    }

    @Test
    void aSignalLetsItsTrialsEndAndItLeave() throws Exception {
        head.begin();
        start("--label", "zone=a", "--resource", "licence=2", "--name", "mine");
        head.awaitHellos(1);
        ToHead.Hello hello = head.heard(ToHead.Hello.class).get(0);
        assertThat(hello.worker()).isEqualTo("mine");
        assertThat(hello.grants().labels()).containsEntry("zone", "a");
        assertThat(hello.grants().custom()).containsEntry("licence", 2.0);
        runsATrial("one");
        Signals.send("TERM", worker);
        Attune.Ended ended = attune.finish(worker);
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("Leaving: it was asked to end by a signal. Trials are asked to end.");
        assertThat(head.heard(ToHead.Leaving.class)).hasSize(1);
        assertThat(head.ends()).singleElement().satisfies(end -> {
            assertThat(end.cause()).isEqualTo(Cause.PREEMPTED);
            assertThat(end.message()).isEmpty();
        });
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void findsAHeadByAddressAndKeyAloneAndTellsItsTrialsNeither() throws Exception {
        head.begin();
        Path key = folder.resolve("cluster/key.pem");
        attune.with("ATTUNE_CLUSTER", folder.resolve("cluster").toString());
        worker = attune.start("worker", "--head", "127.0.0.1:" + head.port(), "--key", key.toString());
        head.awaitHellos(1);
        head.prepare("one", folder, "env >told; ls -l /proc/self/fd >>told; exec 4>&-; exit 0");
        head.launch("one", 0);
        DoorHead.awaitThat(() -> !head.ends().isEmpty());
        assertThat(Files.readString(folder.resolve("told")))
                .contains("ATTUNE_TRIAL=0")
                .doesNotContain(
                        "ATTUNE_CLUSTER", "key.pem", folder.resolve("cluster").toString());
    }

    @Test
    void whatCannotBeAWorkerSaysWhy() {
        assertThat(attune.run("worker", "--head", "nowhere", "--key", "k").err())
                .contains("a head's address is HOST:PORT, such as node7:40123, but got 'nowhere'.");
        assertThat(attune.run("worker", "--head", "a:1").err()).contains("--head and --key go together");
        assertThat(attune.run("worker", "--resource", "gpu=1").err()).contains("--gpus lowers it");
        assertThat(attune.run("worker", "--gpus", "77").err()).contains("--gpus names the device '77', but there are");
        assertThat(attune.run("worker", "--memory", "4X").code()).isEqualTo(2);
    }
}
