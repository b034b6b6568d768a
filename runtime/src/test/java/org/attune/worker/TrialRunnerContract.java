package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;
import org.attune.study.Cause;
import org.attune.study.Verdict;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every runner of trials promises. */
public abstract class TrialRunnerContract {

    /** What trials of a runner do. Each waits for the answer to a report, and ends when told to. */
    protected enum Behaviour {
        /** Reports {@code loss} 1 and 2, without saying the steps. */
        REPORTS_TWICE,
        /** Reports for ever. */
        REPORTS_FOR_EVER,
        /** Reports once, then does nothing for ever. */
        REPORTS_ONCE_AND_WAITS,
        /** Reports once, then fails with the words "it is broken". */
        FAILS,
        /** Reports {@code loss} 1 with a checkpoint that holds a file {@code state}. */
        SAVES,
        /** Reports {@code found} 1 if its checkpoint holds a file {@code state}, else 0. */
        LOADS
    }

    @TempDir
    Path temporary;

    private TrialRunner runner;

    /** A runner with room for three trials. */
    protected abstract TrialRunner runner(Behaviour behaviour, Path folder, Path results) throws Exception;

    private TrialRunner make(Behaviour behaviour) throws Exception {
        runner = runner(behaviour, Files.createDirectories(temporary.resolve("study")), temporary.resolve("results"));
        return runner;
    }

    static Command.Start start(int trial) {
        return new Command.Start(
                trial,
                1,
                "local",
                new Configuration(Map.of("lr", 0.1)),
                OptionalInt.empty(),
                0,
                Optional.empty(),
                Optional.empty());
    }

    @AfterEach
    void close() {
        if (runner != null) {
            runner.close();
        }
    }

    @Test
    void signalsReportsInOrderAndThenTheEnd() throws Exception {
        Head head = Head.lettingAllGoOn(make(Behaviour.REPORTS_TWICE));
        runner.execute(start(4));
        Signal.AttemptOver end = head.awaitEnd(4);
        assertThat(head.signals())
                .containsExactly(
                        new Signal.Reported(4, 1, 1, 1, Map.of("loss", 1.0), Optional.empty()),
                        new Signal.Reported(4, 1, 2, 2, Map.of("loss", 2.0), Optional.empty()),
                        end);
        assertThat(end.cause()).isEqualTo(Cause.FINISHED);
    }

    @Test
    void countsStepsFromTheCheckpoint() throws Exception {
        Head head = Head.lettingAllGoOn(make(Behaviour.REPORTS_TWICE));
        runner.execute(new Command.Start(
                0,
                2,
                "local",
                new Configuration(Map.of("lr", 0.1)),
                OptionalInt.of(9),
                7,
                Optional.empty(),
                Optional.empty()));
        head.awaitEnd(0);
        assertThat(head.reports(0)).extracting(Signal.Reported::step).containsExactly(8, 9);
    }

    @Test
    void theTrialWaitsForTheAnswer() throws Exception {
        Head head = Head.silent(make(Behaviour.REPORTS_TWICE));
        runner.execute(start(0));
        head.awaitReports(0, 1);
        await().during(Duration.ofMillis(200)).until(() -> head.signals().size() == 1);
        runner.execute(new Command.Answer(0, 1, 1, Optional.empty(), OptionalInt.empty()));
        head.awaitReports(0, 2);
    }

    @Test
    void aTrialThatIsToldToPauseEnds() throws Exception {
        Head head = Head.answering(
                make(Behaviour.REPORTS_FOR_EVER),
                report -> report.step() == 3 ? Optional.of(Verdict.PAUSE) : Optional.empty());
        runner.execute(start(0));
        head.awaitEnd(0);
        assertThat(head.reports(0)).hasSize(3);
    }

    @Test
    void aTrialWhoseTimeIsUpIsEnded() throws Exception {
        Head head = Head.lettingAllGoOn(make(Behaviour.REPORTS_FOR_EVER));
        runner.execute(new Command.Start(
                0,
                1,
                "local",
                new Configuration(Map.of("lr", 0.1)),
                OptionalInt.empty(),
                0,
                Optional.empty(),
                Optional.of(Duration.ofMillis(300))));
        assertThat(head.awaitEnd(0).cause()).isEqualTo(Cause.TIME_LIMIT);
    }

    @Test
    void saysWhereATrialRuns() throws Exception {
        Head head = Head.lettingAllGoOn(make(Behaviour.REPORTS_TWICE));
        runner.execute(start(0));
        head.awaitEnd(0);
        assertThat(head.placements(0))
                .hasSize(1)
                .allSatisfy(placement -> assertThat(placement.pid()).isPositive());
    }

    @Test
    void theEndOfATrialThatFailsSaysWhy() throws Exception {
        Head head = Head.lettingAllGoOn(make(Behaviour.FAILS));
        runner.execute(start(0));
        Signal.AttemptOver end = head.awaitEnd(0);
        assertThat(end.cause()).isEqualTo(Cause.ERROR);
        assertThat(end.message()).contains("it is broken").doesNotContain("\n");
    }

    @Test
    void endsATrialWhenAskedTo() throws Exception {
        for (boolean now : List.of(false, true)) {
            Head head = Head.lettingAllGoOn(make(Behaviour.REPORTS_ONCE_AND_WAITS));
            runner.execute(start(0));
            head.awaitReports(0, 1);
            runner.execute(new Command.End(0, 1, now));
            assertThat(head.awaitEnd(0).cause().isFailure()).isFalse();
            runner.close();
        }
    }

    @Test
    void runsSeveralAtOnce() throws Exception {
        Head head = Head.silent(make(Behaviour.REPORTS_TWICE));
        assertThat(runner.capacity().slots()).isEqualTo(3);
        for (int trial = 0; trial < 3; trial++) {
            runner.execute(start(trial));
        }
        for (int trial = 0; trial < 3; trial++) {
            head.awaitReports(trial, 1);
        }
    }

    @Test
    void closingEndsEachAttemptOnceAndIsSilentAfterwards() throws Exception {
        Head head = Head.lettingAllGoOn(make(Behaviour.REPORTS_FOR_EVER));
        for (int trial = 0; trial < 3; trial++) {
            runner.execute(start(trial));
        }
        head.awaitReports(2, 2);
        runner.close();
        List<Signal> signals = head.signals();
        assertThat(head.ends()).extracting(Signal.AttemptOver::trial).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(head.ends()).noneMatch(end -> end.cause().isFailure());
        await().during(Duration.ofMillis(200)).until(() -> head.signals().equals(signals));
    }

    @Test
    void aCheckpointLiesInItsPlaceWhenItsReportIsSignalled() throws Exception {
        Head head = Head.answering(make(Behaviour.SAVES), report -> {
            assertThat(temporary
                            .resolve("results")
                            .resolve(report.checkpoint().orElseThrow())
                            .resolve("state"))
                    .exists();
            return Optional.empty();
        });
        runner.execute(start(5));
        head.awaitEnd(5);
        assertThat(head.reports(5))
                .extracting(Signal.Reported::checkpoint)
                .containsExactly(Optional.of("checkpoints/5/1"));
    }

    @Test
    void aLaterAttemptFindsTheCheckpoint() throws Exception {
        Head first = Head.lettingAllGoOn(make(Behaviour.SAVES));
        runner.execute(start(5));
        first.awaitEnd(5);
        runner.close();
        Head second = Head.lettingAllGoOn(make(Behaviour.LOADS));
        runner.execute(new Command.Start(
                5,
                2,
                "local",
                new Configuration(Map.of("lr", 0.1)),
                OptionalInt.empty(),
                1,
                first.reports(5).get(0).checkpoint(),
                Optional.empty()));
        second.awaitEnd(5);
        assertThat(second.reports(5)).extracting(Signal.Reported::metrics).containsExactly(Map.of("found", 1.0));
        assertThat(second.reports(5).get(0).step()).isEqualTo(2);
    }

    @Test
    void aDiscardedCheckpointIsGone() throws Exception {
        Head head = Head.lettingAllGoOn(make(Behaviour.SAVES));
        runner.execute(start(5));
        head.awaitEnd(5);
        runner.execute(new Command.Discard("checkpoints/5/1"));
        await().atMost(Head.LIMIT).until(() -> Files.notExists(temporary.resolve("results/checkpoints/5")));
    }

    @Test
    void whatIsDiscardedJustBeforeTheEndIsGoneThen() throws Exception {
        Head head = Head.lettingAllGoOn(make(Behaviour.SAVES));
        runner.execute(start(5));
        head.awaitEnd(5);
        runner.execute(new Command.Discard("checkpoints/5/1"));
        runner.close();
        assertThat(temporary.resolve("results/checkpoints/5")).doesNotExist();
    }

    @Test
    void commandsForAttemptsThatAreOverAreIgnored() throws Exception {
        Head head = Head.lettingAllGoOn(make(Behaviour.REPORTS_TWICE));
        runner.execute(start(0));
        head.awaitEnd(0);
        runner.execute(new Command.End(0, 1, true));
        runner.execute(new Command.Answer(0, 1, 2, Optional.of(Verdict.STOP), OptionalInt.empty()));
        runner.execute(start(1));
        head.awaitEnd(1);
        assertThat(head.ends()).hasSize(2);
    }
}
