package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.attune.study.Cause;
import org.attune.study.Verdict;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** How attempts end, and that nothing of them is left then. */
class EndingTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String REPORT = "report '\"metrics\": {\"loss\": 1}'\n";

    @TempDir
    Path folder;

    private TrialRunner worker;
    private Head head;

    @AfterEach
    void nothingIsLeft() {
        worker.close();
        assertThat(Workers.processesOf(folder)).isEmpty();
        assertThat(folder.resolve("results/checkpoints"))
                .satisfiesAnyOf(
                        path -> assertThat(path).doesNotExist(),
                        path -> assertThat(path).isEmptyDirectory());
    }

    private void run(Duration grace, String script) {
        worker = Workers.shell(script, folder, folder.resolve("results"), grace);
        head = Head.lettingAllGoOn(worker);
        worker.execute(TrialRunnerContract.start(0));
    }

    private Signal.AttemptOver endAfterFirstReport() {
        head.awaitReports(0, 1);
        assertThat(Workers.processesOf(folder)).isNotEmpty();
        worker.execute(new Command.End(0, 1, false));
        return endAndNothingLeft();
    }

    private Signal.AttemptOver endAndNothingLeft() {
        Signal.AttemptOver end = head.awaitEnd(0);
        assertThat(Workers.processesOf(folder)).isEmpty();
        return end;
    }

    @Test
    void grandchildrenEndWithTheTrial() {
        run(Workers.GRACE, "sh -c 'sleep 1000 & sleep 1000' &\n" + REPORT + "wait");
        assertThat(endAfterFirstReport().cause()).isEqualTo(Cause.PREEMPTED);
    }

    @Test
    void aTrialThatIgnoresTermIsKilledAfterTheGrace() {
        run(SHORT, "trap '' TERM\n" + REPORT + "sleep 1000; sleep 1000; sleep 1000");
        assertThat(endAfterFirstReport().exit()).hasValue(137);
    }

    @Test
    void aChildThatIgnoresTermIsKilledToo() {
        run(SHORT, "sh -c 'trap \"\" TERM; while :; do sleep 1; done' &\n" + REPORT + "wait");
        endAfterFirstReport();
    }

    @Test
    void aTrialMaySaveAndReportBetweenTermAndItsEnd() {
        run(
                Workers.GRACE,
                "trap 'report \"\\\"metrics\\\": {\\\"loss\\\": 5}\"; exit 0' TERM\n" + REPORT
                        + "while :; do sleep 0.05; done");
        endAfterFirstReport();
        assertThat(head.reports(0)).hasSize(2);
    }

    @Test
    void aChildMaySaveAfterTheLeaderHasEndedByTerm() throws Exception {
        run(
                Workers.GRACE,
                "sh -c 'trap \"sleep 0.3; echo saved by the child; exit\" TERM; : > trapped; while :; do sleep 0.05; done' &\n"
                        + "while [ ! -e trapped ]; do sleep 0.05; done\n" + REPORT + "wait");
        endAfterFirstReport();
        worker.close();
        assertThat(output()).contains("saved by the child");
    }

    @Test
    void aProcessWithAGroupOfItsOwnIsKilled() {
        run(Workers.GRACE, "setsid sleep 1000 &\n" + REPORT + "wait");
        endAfterFirstReport();
    }

    @Test
    void aDaemonIsKilledWhenTheTrialEndsByItself() {
        run(Workers.GRACE, "(setsid sh -c 'sleep 1000 & exit' &)\n" + REPORT);
        assertThat(endAndNothingLeft().cause()).isEqualTo(Cause.FINISHED);
    }

    @Test
    @DisabledIfSystemProperty(named = Workers.SHELL, matches = "true", disabledReason = "the shell cannot do that")
    void aDaemonThatHidIsKilled() throws Exception {
        run(
                Workers.GRACE,
                "env -i setsid sleep 1000 & echo $! > pid\n" + REPORT
                        + "while [ \"$(ps -o args= -p $(cat pid))\" != 'sleep 1000' ]; do :; done");
        assertThat(head.awaitEnd(0).cause()).isEqualTo(Cause.FINISHED);
        assertThat(ProcessHandle.of(
                        Long.parseLong(Files.readString(folder.resolve("pid")).strip())))
                .isEmpty();
    }

    @Test
    void aTrialThatClosesItsOutputGoesOn() {
        run(Workers.GRACE, "exec >&- 2>&-\n" + REPORT + REPORT);
        assertThat(endAndNothingLeft().cause()).isEqualTo(Cause.FINISHED);
        assertThat(head.reports(0)).hasSize(2);
    }

    @Test
    @DisabledIfSystemProperty(named = Workers.SHELL, matches = "true", disabledReason = "the shell cannot do that")
    void aTrialKilledByAStrangerIsToGoOn() {
        run(Workers.GRACE, REPORT + "kill -9 $$");
        Signal.AttemptOver end = endAndNothingLeft();
        assertThat(end.cause()).isEqualTo(Cause.PREEMPTED);
        assertThat(end.exit()).hasValue(137);
        assertThat(end.message()).isEqualTo("killed by signal KILL, but not by Attune");
    }

    @Test
    void aTrialWhoseChildWasKilledIsAnError() {
        run(Workers.GRACE, REPORT + "sh -c 'kill -9 $$'; exit $?");
        Signal.AttemptOver end = endAndNothingLeft();
        assertThat(end.cause()).isEqualTo(Cause.ERROR);
        assertThat(end.exit()).hasValue(137);
    }

    @Test
    @DisabledIfSystemProperty(named = Workers.SHELL, matches = "true", disabledReason = "the shell cannot do that")
    void trialsGoOnWhenTheirLauncherIsKilled() {
        run(SHORT, REPORT + "sleep 1000");
        head.awaitReports(0, 1);
        assertThat(launchers()).hasSize(1);
        launchers().forEach(ProcessHandle::destroyForcibly);
        assertThat(endAndNothingLeft().cause()).isEqualTo(Cause.NODE_LOST);
        worker.execute(TrialRunnerContract.start(1));
        head.awaitReports(1, 1);
        worker.execute(new Command.End(1, 1, true));
        assertThat(head.awaitEnd(1).exit()).hasValue(137);
    }

    @Test
    @DisabledIfSystemProperty(named = Workers.SHELL, matches = "true", disabledReason = "the shell cannot do that")
    void launchersThatAreKilledAgainAndAgainAreReplaced() {
        run(SHORT, REPORT + "sleep 1000");
        for (int trial = 0; trial < 4; trial++) {
            head.awaitReports(trial, 1);
            launchers().forEach(ProcessHandle::destroyForcibly);
            assertThat(head.awaitEnd(trial).cause()).isEqualTo(Cause.NODE_LOST);
            worker.execute(TrialRunnerContract.start(trial + 1));
        }
        head.awaitReports(4, 1);
        assertThat(launchers()).hasSize(1);
        worker.execute(new Command.End(4, 1, true));
        head.awaitEnd(4);
    }

    private static List<ProcessHandle> launchers() {
        return ProcessHandle.current()
                .children()
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(word -> word.endsWith("launcher.py")))
                .toList();
    }

    @Test
    void aTrialThatDoesNotHeedItsAnswerIsEnded() {
        worker = Workers.shell(
                "while :; do echo '{\"metrics\": {\"loss\": 1}}' >&4; IFS= read -r answer <&3; done",
                folder,
                folder.resolve("results"),
                SHORT);
        head = Head.answering(worker, report -> Optional.of(Verdict.STOP));
        worker.execute(TrialRunnerContract.start(0));
        assertThat(endAndNothingLeft().cause()).isEqualTo(Cause.STOPPED);
    }

    @Test
    void aTrialThatOnlyPrintsIsEndedByASignal() {
        worker = Workers.shell("echo 'attune: {\"loss\": 1}'; sleep 1000", folder, folder.resolve("results"));
        head = Head.answering(worker, report -> Optional.of(Verdict.PAUSE));
        worker.execute(TrialRunnerContract.start(0));
        assertThat(endAndNothingLeft().cause()).isEqualTo(Cause.PAUSED);
    }

    @Test
    void endingAtOnceDoesNotAsk() {
        run(Duration.ofHours(1), "trap '' TERM\n" + REPORT + "sleep 1000; sleep 1000");
        head.awaitReports(0, 1);
        worker.execute(new Command.End(0, 1, false));
        worker.execute(new Command.End(0, 1, true));
        endAndNothingLeft();
    }

    @Test
    void anEndRightAfterTheStartIsNotLost() {
        for (int round = 0; round < 10; round++) {
            run(Duration.ofHours(1), "sleep 1000");
            worker.execute(new Command.End(0, 1, round % 2 == 0));
            endAndNothingLeft();
            worker.close();
        }
    }

    @Test
    void theReaperComesBackWhenItIsKilled() {
        run(SHORT, REPORT + "sleep 1000");
        head.awaitReports(0, 1);
        List<ProcessHandle> reapers = reapers();
        assertThat(reapers).hasSize(1);
        reapers.get(0).destroyForcibly();
        await().atMost(Head.LIMIT)
                .until(() -> reapers().size() == 1 && !reapers().equals(reapers));
        worker.execute(new Command.End(0, 1, false));
        assertThat(endAndNothingLeft().exit()).hasValue(143);
    }

    private static List<ProcessHandle> reapers() {
        return ProcessHandle.current()
                .children()
                .filter(child ->
                        child.info().arguments().map(List::of).orElse(List.of()).contains("attune-reaper"))
                .toList();
    }

    private String output() throws Exception {
        return Workers.output(folder.resolve("results"), 0);
    }
}
