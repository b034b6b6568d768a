package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.attune.checkpoint.FileTrees;
import org.attune.machine.Machine;
import org.attune.machine.Machines;
import org.attune.study.Cause;
import org.attune.study.Verdict;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;
import org.attune.wire.Connection;
import org.attune.wire.Link;
import org.attune.wire.MemoryLinks;
import org.attune.wire.StudyBrief;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a worker does with what its head says, whatever becomes of the link between them. */
class WorkerHostTest {
    /** Says on its standard output what comes of its report, and waits for ever. */
    private static final String REPORTS_ONCE = "report '\"metrics\": {\"loss\": 1}'; sleep 1000";

    private static final String REPORTS_TWICE =
            "report '\"metrics\": {\"loss\": 1}'; report '\"metrics\": {\"loss\": 2}'";

    /** As torchrun in a job step starts a worker. */
    private static final Map<String, String> WITHIN_A_GANG = Map.of(
            "RANK", "3",
            "LOCAL_RANK", "1",
            "WORLD_SIZE", "9",
            "MASTER_ADDR", "elsewhere",
            "MASTER_PORT", "1234",
            "TORCHELASTIC_RUN_ID", "none",
            "SLURM_PROCID", "3",
            "PMI_RANK", "3");

    @TempDir
    Path folder;

    private final ScriptedHead head = new ScriptedHead();
    private final List<String> fate = new CopyOnWriteArrayList<>();
    private WorkerHost host;
    private MemoryLinks link;

    @AfterEach
    void end() {
        if (host != null) {
            host.close();
        }
        await().atMost(ScriptedHead.LIMIT)
                .until(() -> Workers.processesOf(folder).isEmpty());
    }

    private void start(Machine machine, WorkerOffice... offices) {
        start(machine, HostedStudies.here(), offices);
    }

    private void start(Machine machine, StudySites sites, WorkerOffice... offices) {
        Map<String, String> environment = new TreeMap<>(WITHIN_A_GANG);
        environment.putAll(
                Workers.environmentWith(Map.of("ATTUNE_CLUSTER", folder.toString(), "IN_FOLDER", folder.toString())));
        host = new WorkerHost(
                "here", Grantings.of(machine), new Workshop(environment, machine, sites), List.of(offices), new Fate());
        join();
    }

    private void start() {
        start(Workers.machine(4));
    }

    private void join() {
        link = new MemoryLinks(head);
        host.join(link);
    }

    private StudyBrief prepared(String name, String script) {
        StudyBrief study = HostedStudies.shell(name, folder, script);
        head.await1(ToHead.Hello.class);
        head.say(new ToWorker.Prepare(study));
        ToHead.Prepared prepared =
                head.await1(ToHead.Prepared.class, one -> one.study().equals(name));
        assertThat(prepared.problem()).isEmpty();
        return study;
    }

    /** Cuts the link, lets the worker join again, and waits until it has said what there is to say. */
    private void cutAndRejoin() {
        link.cut();
        await().atMost(ScriptedHead.LIMIT).until(() -> fate.contains("lost"));
        fate.clear();
        head.clear();
        join();
        await().atMost(ScriptedHead.LIMIT).until(() -> fate.contains("joined"));
    }

    private final class Fate implements WorkerHost.Fate {
        @Override
        public void joined(ToWorker.Welcome welcome) {
            fate.add("joined");
        }

        @Override
        public void refused(ToWorker.Refused refused) {
            fate.add("refused: " + refused.reason());
        }

        @Override
        public void leave(ToWorker.Leave leave) {
            fate.add("leave: " + leave.reason());
        }

        @Override
        public void lost(String why) {
            fate.add("lost");
        }
    }

    @Test
    void runsATrialFromItsLaunchToTheEndThatIsForgotten() {
        start();
        prepared("one", REPORTS_TWICE);
        head.launch("one", 3);
        Signal.AttemptOver end = head.awaitSignal("one", Signal.AttemptOver.class);
        assertThat(end.cause()).isEqualTo(Cause.FINISHED);
        assertThat(head.signals("one", Signal.class))
                .extracting(signal -> (Object) signal.getClass())
                .containsExactly(
                        Signal.Placed.class, Signal.Reported.class, Signal.Reported.class, Signal.AttemptOver.class);
        await().atMost(ScriptedHead.LIMIT).until(host::isIdle);
    }

    @Test
    void aLaunchThatIsSaidTwiceStartsOneAttempt() {
        start();
        prepared("one", REPORTS_ONCE);
        head.launch("one", 0);
        head.launch("one", 0);
        head.awaitReports("one", 1);
        head.launch("one", 0);
        head.order("one", new Command.End(0, 1, true));
        head.awaitSignal("one", Signal.AttemptOver.class);
        assertThat(head.signals("one", Signal.Placed.class)).hasSize(1);
        assertThat(head.signals("one", Signal.AttemptOver.class)).hasSize(1);
    }

    @Test
    void aReportIsSaidAgainUntilItIsAnswered() {
        start();
        prepared("one", REPORTS_TWICE);
        head.fallSilent();
        head.launch("one", 0);
        head.awaitReports("one", 1);
        for (int time = 0; time < 2; time++) {
            cutAndRejoin();
            head.awaitReports("one", 1);
            assertThat(head.heard(ToHead.Hello.class).get(0).attempts())
                    .singleElement()
                    .satisfies(known -> {
                        assertThat(known.key()).isEqualTo(new AttemptKey("one", 0, 1));
                        assertThat(known.over()).isFalse();
                        assertThat(known.placement()).isPresent();
                    });
            assertThat(head.signals("one", Signal.class))
                    .extracting(signal -> (Object) signal.getClass())
                    .containsExactly(Signal.Placed.class, Signal.Reported.class);
        }
        head.answerAgain();
        Signal.Reported first = head.signals("one", Signal.Reported.class).get(0);
        // Said twice, as by a head that answers a report which it knows already.
        head.answer("one", first);
        head.answer("one", first);
        head.awaitSignal("one", Signal.AttemptOver.class);
        assertThat(head.signals("one", Signal.Reported.class))
                .extracting(Signal.Reported::report)
                .containsExactly(1L, 2L);
    }

    @Test
    void anEndIsSaidAgainUntilItIsForgotten() {
        start();
        prepared("one", REPORTS_ONCE);
        head.launch("one", 0);
        head.awaitReports("one", 1);
        head.fallSilent();
        link.cut();
        await().atMost(ScriptedHead.LIMIT).until(() -> fate.contains("lost"));
        host.endAll(true);
        await().atMost(ScriptedHead.LIMIT)
                .until(() -> Workers.processesOf(folder).isEmpty());
        head.clear();
        join();
        Signal.AttemptOver end = head.awaitSignal("one", Signal.AttemptOver.class);
        assertThat(end.cause()).isEqualTo(Cause.PREEMPTED);
        assertThat(host.isIdle()).isFalse();
        cutAndRejoin();
        assertThat(head.awaitSignal("one", Signal.AttemptOver.class)).isEqualTo(end);
        assertThat(head.heard(ToHead.Hello.class).get(0).attempts())
                .allMatch(ToHead.Known::over)
                .hasSize(1);
        head.order("one", new Command.Forget(0, 1));
        await().atMost(ScriptedHead.LIMIT).until(host::isIdle);
        cutAndRejoin();
        assertThat(head.heard(ToHead.Hello.class).get(0).attempts()).isEmpty();
    }

    @Test
    void aWorkerThatComesBackLearnsWhatToKill() {
        start();
        prepared("one", REPORTS_ONCE);
        head.launch("one", 0);
        head.launch("one", 1);
        head.awaitReports("one", 2);
        head.kills(new AttemptKey("one", 0, 1));
        cutAndRejoin();
        await().atMost(ScriptedHead.LIMIT)
                .until(() -> Workers.processesOf(folder).stream()
                        .noneMatch(pid -> Workers.environmentOf(pid).contains("\0ATTUNE_TRIAL=0\0")));
        head.order("one", new Command.End(1, 1, true));
        assertThat(head.awaitSignal("one", Signal.AttemptOver.class).trial())
                .as("of what was killed nothing is said")
                .isEqualTo(1);
        await().atMost(ScriptedHead.LIMIT).until(host::isIdle);
        assertThat(head.signals("one", Signal.class))
                .noneMatch(signal -> Roll.key("one", signal).trial() == 0);
    }

    static Stream<ToWorker> endsOfTheFirst() {
        return Stream.of(new ToWorker.Dismiss("one"), new ToWorker.Studies(List.of("two")));
    }

    @ParameterizedTest
    @MethodSource("endsOfTheFirst")
    void studiesShareTheMachineAndEndApart(ToWorker end) {
        start();
        prepared("one", REPORTS_ONCE);
        prepared("two", REPORTS_ONCE);
        head.launch("one", 0);
        head.launch("two", 0);
        head.awaitReports("one", 1);
        head.awaitReports("two", 1);
        head.say(end);
        await().atMost(ScriptedHead.LIMIT)
                .until(() -> Workers.processesOf(folder).stream()
                        .allMatch(pid -> Workers.environmentOf(pid).contains("\0ATTUNE_STUDY=two\0")));
        head.order("two", new Command.Answer(0, 1, 1, Optional.of(Verdict.STOP), OptionalInt.empty()));
        head.order("two", new Command.End(0, 1, false));
        assertThat(head.awaitSignal("two", Signal.AttemptOver.class).trial()).isZero();
        assertThat(head.signals("one", Signal.AttemptOver.class)).isEmpty();
    }

    @Test
    void aStudyThatCannotBePreparedIsSaidToBeAndItsTrialsGoElsewhere() {
        start();
        head.await1(ToHead.Hello.class);
        StudyBrief java = HostedStudies.brief("java", folder, "{java: com.acme.Nowhere}");
        head.say(new ToWorker.Prepare(java));
        head.launch("java", 0);
        assertThat(head.await1(ToHead.Prepared.class).problem().orElseThrow())
                .contains("there is no class 'com.acme.Nowhere'");
        Signal.AttemptOver end = head.awaitSignal("java", Signal.AttemptOver.class);
        assertThat(end.cause()).isEqualTo(Cause.NODE_LOST);
        assertThat(end.message()).startsWith("it cannot run here: there is no class");
        head.launch("nobody", 0);
        assertThat(head.awaitSignal("nobody", Signal.AttemptOver.class).cause()).isEqualTo(Cause.NODE_LOST);
    }

    @Test
    void trialsInJavaAreProcessesOfTheWorkersJava() {
        start();
        head.await1(ToHead.Hello.class);
        head.say(new ToWorker.Prepare(
                HostedStudies.brief("java", folder, "{java: '" + ReportsTwice.class.getName() + "'}")));
        head.launch("java", 0);
        head.awaitSignal("java", Signal.AttemptOver.class);
        assertThat(head.signals("java", Signal.Reported.class)).hasSize(2);
    }

    @Test
    void aTrialAloneIsToldNothingOfThePlaceThatItsWorkerHasAmongOthers() throws Exception {
        start();
        prepared("one", "env >told; report '\"metrics\": {\"loss\": 1}'");
        head.launch("one", 0);
        head.awaitSignal("one", Signal.AttemptOver.class);
        assertThat(Files.readAllLines(folder.resolve("told")))
                .anyMatch(line -> line.startsWith("ATTUNE_CONFIG="))
                .noneMatch(line -> WITHIN_A_GANG.containsKey(line.split("=")[0]));
    }

    @Test
    void aPartOfATrialIsToldItsPlaceAndOnlyTheFirstReports() throws Exception {
        start(Machines.of(Machines.cpus(4, 1, 4), List.of("GPU-a", "GPU-b"), 8_000_000_000L, 100_000));
        String tells = "echo $ATTUNE_RANK $ATTUNE_WORLD_SIZE $ATTUNE_ADDRESS $ATTUNE_PORT $RANK $WORLD_SIZE"
                + " $LOCAL_RANK $MASTER_ADDR $MASTER_PORT $CUDA_VISIBLE_DEVICES $ATTUNE_CLUSTER >told-$ATTUNE_TRIAL;";
        prepared("one", tells + "report '\"metrics\": {\"loss\": 1}'; report '\"metrics\": {\"loss\": 2}'; exit 7");
        ToWorker.Gang second = new ToWorker.Gang(1, 2, "host1", 4711);
        head.say(ScriptedHead.launch("one", 0, List.of("GPU-b"), Optional.of(second)));
        Signal.AttemptOver end = head.awaitSignal("one", Signal.AttemptOver.class);
        assertThat(end.exit()).as("its reports were answered").hasValue(7);
        assertThat(head.signals("one", Signal.Reported.class)).isEmpty();
        assertThat(Files.readString(folder.resolve("told-0"))).isEqualTo("1 2 host1 4711 1 2 0 host1 4711 GPU-b\n");
        head.say(ScriptedHead.launch("one", 1, List.of(), Optional.of(new ToWorker.Gang(0, 2, "host1", 4711))));
        head.awaitReports("one", 2);
        assertThat(Files.readString(folder.resolve("told-1")))
                .startsWith("0 2 ")
                .endsWith("4711\n");
    }

    @Test
    void aPortThatIsFreeIsFound() {
        start();
        head.await1(ToHead.Hello.class);
        head.say(new ToWorker.Ask(5, "port", Optional.empty(), Map.of()));
        ToHead.Answer answer = head.await1(ToHead.Answer.class);
        assertThat(answer.id()).isEqualTo(5);
        assertThat(Integer.parseInt(answer.text().orElseThrow())).isPositive();
    }

    @Test
    void aWorkerThatLeavesEndsItsTrialsAndBeginsNoMore() {
        start();
        prepared("one", REPORTS_ONCE);
        head.launch("one", 0);
        head.awaitReports("one", 1);
        host.leave("its allocation ends", false);
        assertThat(head.await1(ToHead.Leaving.class).reason()).isEqualTo("its allocation ends");
        assertThat(head.awaitSignal("one", Signal.AttemptOver.class).cause()).isEqualTo(Cause.PREEMPTED);
        head.launch("one", 1);
        await().atMost(ScriptedHead.LIMIT)
                .until(() -> head.signals("one", Signal.AttemptOver.class).size() == 2);
        assertThat(head.signals("one", Signal.AttemptOver.class).get(1).message())
                .isEqualTo("its worker was about to leave");
        await().atMost(ScriptedHead.LIMIT).until(host::isIdle);
    }

    @Test
    void aStudyThatHasChangedGoesOnInItsNewForm() {
        start();
        prepared("one", REPORTS_ONCE);
        head.launch("one", 0);
        head.awaitReports("one", 1);
        head.say(new ToWorker.Prepare(HostedStudies.shell("one", folder, "exit 5")));
        head.launch("one", 1);
        Signal.AttemptOver end = head.awaitSignal("one", Signal.AttemptOver.class);
        assertThat(end.trial()).isEqualTo(1);
        assertThat(end.exit()).hasValue(5);
        head.order("one", new Command.End(0, 1, true));
        await().atMost(ScriptedHead.LIMIT).until(host::isIdle);
    }

    @Test
    void aStudyFolderThatVanishesEndsTheAttemptAndNotTheWorker() throws Exception {
        start();
        Path study = Files.createDirectory(folder.resolve("study"));
        head.await1(ToHead.Hello.class);
        StudyBrief brief = HostedStudies.shell("one", study, REPORTS_TWICE);
        String elsewhere = folder.resolve("elsewhere").toString();
        head.say(new ToWorker.Prepare(new StudyBrief(
                brief.id(),
                brief.name(),
                brief.spec(),
                brief.folder(),
                elsewhere,
                brief.token(),
                brief.files(),
                List.of())));
        head.await1(ToHead.Prepared.class);
        FileTrees.delete(study);
        head.launch("one", 0);
        Signal.AttemptOver end = head.awaitSignal("one", Signal.AttemptOver.class);
        assertThat(end.cause()).isEqualTo(Cause.NODE_LOST);
        assertThat(end.message()).contains("the folder to run in is missing: " + study);
        prepared("two", REPORTS_TWICE);
        head.launch("two", 0);
        assertThat(head.awaitSignal("two", Signal.AttemptOver.class).cause()).isEqualTo(Cause.FINISHED);
    }

    @Test
    void aFullDiskEndsTheAttemptsAndNotTheWorkerWhichIsPassedOverForAWhile() {
        AtomicBoolean isFull = new AtomicBoolean(true);
        start(Workers.machine(2), HostedStudies.hereOnAFullDisk("newSaveFolder", isFull::get));
        prepared("one", REPORTS_TWICE);
        head.launch("one", 0);
        Signal.AttemptOver end = head.awaitSignal("one", Signal.AttemptOver.class);
        assertThat(end.cause()).isEqualTo(Cause.PREEMPTED);
        assertThat(end.message()).isEqualTo("the disk is full.");
        head.await1(ToHead.Prepared.class, one -> one.problem().equals(Optional.of("the disk is full.")));
        head.clear();
        isFull.set(false);
        assertThat(head.await1(ToHead.Prepared.class).problem()).isEmpty();
        head.launch("one", 1);
        assertThat(head.awaitSignal("one", Signal.AttemptOver.class).cause()).isEqualTo(Cause.FINISHED);
    }

    /** Its own error may be that of its disk. */
    @Test
    void aTrialThatFailsOnAFullDiskHasNotFailed() {
        start(Workers.machine(2), HostedStudies.hereOnAFullDisk("removeSaveFolder", () -> true));
        prepared("one", "echo cannot save >&2; exit 1");
        head.launch("one", 0);
        Signal.AttemptOver end = head.awaitSignal("one", Signal.AttemptOver.class);
        assertThat(end.cause()).isEqualTo(Cause.PREEMPTED);
        assertThat(end.message()).isEqualTo("the disk is full.");
    }

    @Test
    void officesJoinAndLoseTheHeadAndTakeWhatIsTheirs() {
        List<String> seen = new CopyOnWriteArrayList<>();
        start(Workers.machine(1), new WorkerOffice() {
            @Override
            public void joined(Connection connection, Link<ToHead> to, ToWorker.Welcome welcome) {
                seen.add("joined");
                to.send(new ToHead.Note("x", "hello"));
            }

            @Override
            public boolean take(ToWorker message) {
                seen.add(message.getClass().getSimpleName());
                return true;
            }

            @Override
            public void lost() {
                seen.add("lost");
            }
        });
        head.await1(ToHead.Note.class);
        head.say(new ToWorker.EndSession("s"));
        await().atMost(ScriptedHead.LIMIT).until(() -> seen.contains("EndSession"));
        cutAndRejoin();
        List<String> inOrder = new ArrayList<>(seen);
        assertThat(inOrder).startsWith("joined", "EndSession", "lost", "joined");
    }

    @Test
    void nobodyIsToldOfARefusalButTheWorker() {
        head.refuses(new ToWorker.Refused("its version is another", false));
        start();
        await().atMost(Duration.ofSeconds(60)).until(() -> fate.contains("refused: its version is another"));
    }
}
