package org.attune.tuner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import org.attune.Specs;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.Results;
import org.attune.journal.Journal;
import org.attune.journal.JournalReader;
import org.attune.sampler.Randomness;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StudySpec;
import org.attune.study.Attempt;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Planner;
import org.attune.study.Trial;
import org.attune.study.TrialState;
import org.attune.study.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts that run on when their head is gone, and a next one that goes on with them. */
@Timeout(120)
class AdoptionTest {
    private static final long SEED = 20261129;
    private static final String CLUSTER = "c1";
    private static final StudySpec HYPERBAND = Specs.random(new SchedulerSpec.HyperBand(9, 3, 1), 17);
    private static final StudySpec ONE = Specs.random(new SchedulerSpec.Fifo(), 1);

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();

    private long nanos() {
        return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }

    @ParameterizedTest(name = "world {0} of seed " + SEED)
    @ValueSource(ints = {0, 1, 2, 3})
    void whateverIsLostEachReportIsInTheJournalOnceAndNothingRunsInTheEnd(int world) throws Exception {
        FarWorkers workers = new FarWorkers(Randomness.of(SEED, world, "far"), 4, 0.1);
        while (!runOneHead(workers)) {
            assertThat(workers.heads()).as("heads").isLessThan(1000);
        }
        assertThat(workers.heads()).isGreaterThan(1);
        assertThat(workers.isAtWork()).isFalse();
        LoadedStudy loaded = LoadedStudy.read(folder);
        assertThat(loaded.study().trials())
                .hasSize(17)
                .allMatch(trial -> trial.state().isFinal());
        Set<List<Object>> steps = new HashSet<>();
        Set<List<Object>> placed = new HashSet<>();
        Planner replayed = new Planner(HYPERBAND);
        JournalReader.read(folder.resolve(Journal.FILE), entry -> {
            replayed.replay(entry.event(), entry.time());
            if (entry.event() instanceof Event.Reported reported) {
                assertThat(steps.add(List.of(reported.trial(), reported.step())))
                        .as("%s", reported)
                        .isTrue();
            } else if (entry.event() instanceof Event.AttemptPlaced attempt) {
                assertThat(placed.add(List.of(attempt.trial(), attempt.attempt())))
                        .as("%s", attempt)
                        .isTrue();
            }
        });
        assertThat(replayed.endReplay(clock.instant())).isEmpty();
    }

    /** @return whether the study came to its end, and all that the workers still said was settled */
    private boolean runOneHead(FarWorkers workers) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        TrialRunner runner = workers.runner();
        OpenedStudy opened = OpenedStudy.open(folder, HYPERBAND, Opening.standard(), Clock.systemUTC());
        if (opened.outcome().isPresent()) {
            opened.close();
            return true;
        }
        Thread thread = new Thread(() -> {
            try {
                outcomes.add(
                        opened.tuner(runner, (study, events) -> {}, CLUSTER).run());
            } catch (RuntimeException e) {
                failures.add(e);
            }
        });
        thread.start();
        while (thread.isAlive()) {
            if (!workers.act()) {
                Thread.sleep(0, 200_000);
            }
        }
        thread.join();
        assertThat(failures).allSatisfy(failure -> assertThat(failure).hasMessageContaining("the head dies"));
        return !outcomes.isEmpty();
    }

    private static Signal reported(int step) {
        return new Signal.Reported(0, 1, step, step, Map.of("loss", 1.0 / step), Optional.empty());
    }

    private static Signal over(Cause cause) {
        return new Signal.AttemptOver(0, 1, cause, "", OptionalInt.empty());
    }

    /** The first head dies after the first report of the only trial. */
    private void firstHead(StudySpec spec) throws IOException {
        assertThatThrownBy(() -> run(spec, CLUSTER, (command, script) -> {
                    if (command instanceof Command.Start) {
                        clock.advance(Duration.ofSeconds(10));
                        script.say(reported(1));
                        script.say(new Signal.Broken("the head dies"));
                    }
                }))
                .hasMessageContaining("the head dies");
    }

    @Test
    void anAttemptThatRanThroughTwoHeadsIsOneAndItsSecondsCountOnce() throws IOException {
        firstHead(ONE);
        clock.advance(Duration.ofSeconds(50));
        assertThat(LoadedStudy.read(folder).study().running())
                .as("without a head it runs on")
                .containsExactly(0);

        List<Command> commands = run(ONE, CLUSTER, (command, second) -> {
            if (command instanceof Command.Expect expect) {
                assertThat(expect).isEqualTo(new Command.Expect(0, 1, "n1", false));
                clock.advance(Duration.ofSeconds(40));
                second.say(reported(1));
                second.say(reported(2));
            } else if (command instanceof Command.Answer answer && answer.report() == 2) {
                second.say(over(Cause.FINISHED));
            }
        });
        assertThat(commands)
                .containsSubsequence(
                        new Command.Expect(0, 1, "n1", false),
                        new Command.Answer(0, 1, 1, Optional.empty(), OptionalInt.empty()),
                        new Command.Forget(0, 1));
        Trial trial = LoadedStudy.read(folder).study().trial(0);
        assertThat(trial.state()).isEqualTo(TrialState.COMPLETED);
        assertThat(trial.attempts()).extracting(Attempt::cause).containsExactly(Optional.of(Cause.FINISHED));
        assertThat(trial.reports()).hasSize(2);
        assertThat(seconds()).isEqualTo(100);
    }

    @Test
    void anAttemptThatTheNextHeadNeverFindsCountsUpToTheLastSignOfTheOneBefore() throws IOException {
        firstHead(ONE);
        clock.advance(Duration.ofDays(3));
        run(ONE, CLUSTER, (command, second) -> {
            if (command instanceof Command.Expect) {
                second.say(over(Cause.NODE_LOST));
            } else if (command instanceof Command.Start start) {
                clock.advance(Duration.ofSeconds(5));
                second.say(new Signal.AttemptOver(0, start.attempt(), Cause.FINISHED, "", OptionalInt.empty()));
            }
        });
        assertThat(seconds()).isEqualTo(15);
    }

    /** 40 s after the first head's last sign, by the clock of the second; of which the first knows nothing. */
    @ParameterizedTest(name = "{0} days ahead")
    @ValueSource(ints = {3, -3, 4000})
    void aNextHeadWithAnotherClockSpendsNoTimeOfWhatRunsOn(int days) throws IOException {
        StudySpec limited = Specs.withTrialTimeLimit(ONE, Duration.ofMinutes(20));
        firstHead(limited);
        clock.advance(Duration.ofDays(days));
        List<Command> commands = run(limited, CLUSTER, (command, second) -> {
            if (command instanceof Command.Expect) {
                clock.advance(Duration.ofSeconds(30));
                second.say(reported(2));
                second.say(over(Cause.NODE_LOST));
            } else if (command instanceof Command.Start start) {
                clock.advance(Duration.ofSeconds(5));
                second.say(new Signal.AttemptOver(0, start.attempt(), Cause.FINISHED, "", OptionalInt.empty()));
            }
        });
        assertThat(commands)
                .filteredOn(Command.Start.class::isInstance)
                .extracting(start -> ((Command.Start) start).timeLeft())
                .containsExactly(Optional.of(Duration.ofMinutes(20).minusSeconds(40)));
        assertThat(LoadedStudy.read(folder).study().trial(0).state()).isEqualTo(TrialState.COMPLETED);
        assertThat(seconds()).isEqualTo(45);
    }

    @ParameterizedTest(name = "{0} s by the clocks of the heads, {1} s by that of the file system")
    @CsvSource(textBlock = """
            40, 0, 0
            -5, 0, 0
            600, 0, 0
            3000, 3000, 0
            3000, 2995, 0
            3000, 4000, 0
            3000, 3, 3000
            3000, 600, 2400
            -3600, 50, -3600
            """)
    void byHowMuchTheClockOfTheNextHeadIsOff(long gap, long silence, long off) {
        Instant last = clock.instant();
        assertThat(ClockWatch.betweenHeads(last, last.plusSeconds(gap), Duration.ofSeconds(silence)))
                .isEqualTo(off == 0 ? Optional.empty() : Optional.of(new Event.ClockSet(off * 1000)));
    }

    @Test
    void aHeadThatHadNothingToWriteForAnHourIsFollowedByOneWhoseClockIsRight() throws IOException {
        firstHead(ONE);
        clock.advance(Duration.ofHours(1));
        Path journal = folder.resolve(Journal.FILE);
        Files.setLastModifiedTime(
                journal,
                FileTime.from(Files.getLastModifiedTime(journal).toInstant().minus(Duration.ofHours(1))));
        run(ONE, CLUSTER, (command, second) -> {
            if (command instanceof Command.Expect) {
                second.say(reported(2));
                second.say(over(Cause.FINISHED));
            }
        });
        assertThat(seconds()).isEqualTo(3610);
    }

    @Test
    void aVerdictThatWasNeverToldIsToldWhenTheReportIsSaidAgain() throws IOException {
        StudySpec atOne = Specs.withStop(ONE, new org.attune.spec.StopRule(OptionalInt.of(1), Map.of()));
        firstHead(atOne);
        run(atOne, CLUSTER, (command, second) -> {
            if (command instanceof Command.Expect) {
                second.say(reported(1));
            } else if (command instanceof Command.Answer answer) {
                assertThat(answer.verdict()).contains(Verdict.COMPLETE);
                second.say(over(Cause.FINISHED));
            }
        });
        assertThat(LoadedStudy.read(folder).study().trial(0).state()).isEqualTo(TrialState.COMPLETED);
    }

    @Test
    void anotherClustersHeadLosesWhatRan() throws IOException {
        firstHead(ONE);
        List<Command> commands = run(ONE, "c2", (command, second) -> {
            if (command instanceof Command.Start) {
                second.say(new Signal.AttemptOver(0, 2, Cause.FINISHED, "", OptionalInt.empty()));
            }
        });
        Trial trial = LoadedStudy.read(folder).study().trial(0);
        assertThat(trial.attempts().get(0).cause()).contains(Cause.HEAD_LOST);
        assertThat(trial.attempts()).hasSize(2);
        assertThat(commands).noneMatch(command -> command instanceof Command.Expect);
    }

    @Test
    void whatAnAttemptSaysThatIsOverEndsItAndItsEndIsSettledAgain() throws IOException {
        List<Command> commands = run(Specs.random(new SchedulerSpec.Fifo(), 1), CLUSTER, (command, script) -> {
            if (command instanceof Command.Start start && start.attempt() == 1) {
                script.say(over(Cause.NODE_LOST));
            } else if (command instanceof Command.Start) {
                script.say(reported(1));
                script.say(over(Cause.CANCELLED));
                script.say(new Signal.Reported(7, 1, 1, 1, Map.of(), Optional.empty()));
                script.say(new Signal.Reported(0, 2, 1, 1, Map.of("loss", 1.0), Optional.empty()));
                script.say(new Signal.AttemptOver(0, 2, Cause.FINISHED, "", OptionalInt.empty()));
            }
        });
        assertThat(commands)
                .contains(new Command.End(0, 1, true), new Command.End(7, 1, true))
                .filteredOn(new Command.Forget(0, 1)::equals)
                .hasSize(2);
        assertThat(LoadedStudy.read(folder).study().trial(0).reports()).hasSize(1);
    }

    @Test
    void aReportSaidAgainIsAnsweredOnlyWhenItIsDurable() throws IOException {
        List<Boolean> durable = new ArrayList<>();
        run(ONE, CLUSTER, (command, script) -> {
            if (command instanceof Command.Start) {
                for (int i = 0; i < 5; i++) {
                    script.say(reported(1));
                }
            } else if (command instanceof Command.Answer) {
                durable.add(text().contains("\"event\":\"reported\""));
                if (durable.size() == 5) {
                    script.say(over(Cause.FINISHED));
                }
            }
        });
        assertThat(durable).containsExactly(true, true, true, true, true);
        assertThat(LoadedStudy.read(folder).study().trial(0).reports()).hasSize(1);
    }

    private String text() {
        try {
            return Files.readString(folder.resolve(Journal.FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double seconds() throws IOException {
        return new Results(LoadedStudy.read(folder)).trial(0).seconds();
    }

    private List<Command> run(StudySpec spec, String cluster, BiConsumer<Command, ScriptedRunner> script)
            throws IOException {
        ScriptedRunner runner = new ScriptedRunner(1, script);
        try (OpenedStudy opened = OpenedStudy.open(folder, spec, Opening.standard(), clock)) {
            opened.tuner(runner, (study, events) -> {}, Optional.of(cluster), this::nanos)
                    .run();
        }
        return runner.commands;
    }
}
