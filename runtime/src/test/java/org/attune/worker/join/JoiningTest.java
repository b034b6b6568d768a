package org.attune.worker.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.attune.machine.Machine;
import org.attune.machine.Machines;
import org.attune.study.Cause;
import org.attune.tuner.Signal;
import org.attune.wire.MemoryLinks;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.worker.Grantings;
import org.attune.worker.HostedStudies;
import org.attune.worker.ScriptedHead;
import org.attune.worker.WorkerHost;
import org.attune.worker.Workshop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a worker finds its head, stays with it, does without it, and leaves it. */
class JoiningTest {
    private static final String REPORTS_ONCE = "report '\"metrics\": {\"loss\": 1}'; sleep 1000";

    @TempDir
    Path folder;

    private final ScriptedHead head = new ScriptedHead();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<MemoryLinks> links = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Joining.End> end = new CompletableFuture<>();
    private volatile boolean isThere = true;
    private Joining joining;

    private Dial.Dialled connect() throws IOException {
        if (!isThere) {
            throw new IOException("there is none in " + folder + ".");
        }
        MemoryLinks link = new MemoryLinks(head);
        links.add(link);
        return new Dial.Dialled(link, "h1");
    }

    private void start(JoinSettings settings) {
        Machine machine = Machines.of(4);
        joining = new Joining(this::connect, settings, lines::add);
        WorkerHost host = new WorkerHost(
                "here",
                Grantings.of(machine),
                new Workshop(System.getenv(), machine, HostedStudies.here()),
                List.of(),
                joining);
        Thread thread = new Thread(() -> {
            try {
                end.complete(joining.run(host));
            } catch (InterruptedException | RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static JoinSettings settings(Duration settling) {
        return new JoinSettings(
                Duration.ofMinutes(10),
                Duration.ofSeconds(20),
                Duration.ofMillis(300),
                Duration.ofMinutes(10),
                settling,
                false,
                Optional.empty());
    }

    private void start() {
        start(JoinSettings.usual(Optional.empty()));
    }

    private void trialRuns() {
        head.await1(ToHead.Hello.class);
        head.say(new ToWorker.Prepare(HostedStudies.shell("one", folder, REPORTS_ONCE)));
        head.launch("one", 0);
        head.awaitReports("one", 1);
    }

    private void headDies() {
        isThere = false;
        links.forEach(MemoryLinks::cut);
    }

    private void awaitLine(String words) {
        await().atMost(ScriptedHead.LIMIT).until(() -> lines.stream().anyMatch(line -> line.contains(words)));
    }

    private Joining.End awaitEnd() throws Exception {
        return end.get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void leave() throws Exception {
        if (joining != null) {
            joining.leave("the test is over", true);
            awaitEnd();
        }
    }

    @Test
    void waitsForAHeadThatIsNotThereYetAndSaysSoOnce() {
        isThere = false;
        start();
        awaitLine("Waiting for a head: there is none in " + folder + ".");
        await().during(Duration.ofSeconds(1)).until(() -> lines.size() == 1);
        isThere = true;
        awaitLine("Joined the head on h1 as n1.");
        awaitLine("There is a worker here already.");
        assertThat(lines).hasSize(3);
    }

    @Test
    void aTrialGoesOnReportingAcrossALostHead() {
        start();
        trialRuns();
        headDies();
        awaitLine("Lost the head");
        assertThat(lines).anyMatch(line -> line.endsWith("Trials go on. Looking for it."));
        head.clear();
        isThere = true;
        head.await1(ToHead.Hello.class, hello -> hello.attempts().size() == 1);
        assertThat(head.signals("one", Signal.AttemptOver.class)).isEmpty();
        await().atMost(ScriptedHead.LIMIT)
                .until(() ->
                        lines.stream().filter(line -> line.startsWith("Joined")).count() == 2);
    }

    @Test
    void withoutAHeadForTooLongItsTrialsEndAndItGoesOnWaiting() {
        head.hasPatience(Duration.ofSeconds(1));
        start();
        trialRuns();
        head.clear();
        headDies();
        awaitLine("There has been no head for 1 s: trials are asked to end.");
        isThere = true;
        assertThat(head.awaitSignal("one", Signal.AttemptOver.class).cause()).isEqualTo(Cause.PREEMPTED);
        assertThat(end).isNotDone();
    }

    @Test
    void leavesWhenItsTrialsHaveEndedAndTheHeadKnows() throws Exception {
        start();
        trialRuns();
        joining.leave("it was told to by signal TERM", false);
        assertThat(awaitEnd().refusal()).isEmpty();
        assertThat(head.heard(ToHead.Leaving.class)).hasSize(1);
        assertThat(head.signals("one", Signal.AttemptOver.class)).hasSize(1);
        assertThat(lines).contains("Leaving: it was told to by signal TERM. Trials are asked to end.");
    }

    @Test
    void leavesWhenTheHeadSaysSo() throws Exception {
        start();
        trialRuns();
        head.say(new ToWorker.Leave("the cluster is stopped", true));
        awaitEnd();
        assertThat(lines).contains("Leaving: the cluster is stopped. Trials are ended.");
    }

    @Test
    void leavesBeforeItsAllocationEnds() throws Exception {
        start(JoinSettings.usual(Optional.of(Duration.ofSeconds(1))));
        awaitEnd();
        assertThat(lines).contains("Leaving: its allocation ends.");
    }

    @Test
    void leavesAlsoWhereThereIsNoHead() throws Exception {
        isThere = false;
        start();
        awaitLine("Waiting for a head");
        joining.leave("it was told to by signal INT", false);
        awaitEnd();
    }

    @Test
    void aHeadThatTakesNoNoteOfTheEndsIsNotWaitedForForEver() throws Exception {
        start(settings(Duration.ofMillis(200)));
        trialRuns();
        head.fallSilent();
        joining.leave("it was told to by signal TERM", false);
        awaitEnd();
    }

    @Test
    void aWorkerThatIsRefusedForGoodEnds() throws Exception {
        head.refuses(new ToWorker.Refused("it speaks version 0 of the protocol.", false));
        start();
        assertThat(awaitEnd().refusal())
                .contains("the head does not want this worker: it speaks version 0 of the protocol.");
    }

    @Test
    void aWorkerThatComesToAClusterThatWasStoppedHasNothingToDo() throws Exception {
        head.refuses(new ToWorker.Leave("the cluster was stopped", false));
        start();
        assertThat(awaitEnd().refusal()).isEmpty();
    }

    @Test
    void aWorkerThatIsRefusedForNowComesAgain() {
        head.refuses(new ToWorker.Refused("another head is about to begin.", true));
        start(settings(Duration.ofSeconds(10)));
        awaitLine("does not want this worker now: another head is about to begin.");
        head.refusesNobody();
        awaitLine("Joined");
    }
}
