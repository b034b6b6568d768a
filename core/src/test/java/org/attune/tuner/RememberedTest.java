package org.attune.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.attune.Specs;
import org.attune.journal.Journal;
import org.attune.spec.SchedulerSpec;
import org.attune.spec.StudySpec;
import org.attune.study.Cause;
import org.attune.study.SharedEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a run of a study has learnt of machines, and the next one knows. */
@Timeout(120)
class RememberedTest {
    private static final StudySpec ONE = Specs.random(new SchedulerSpec.Fifo(), 1);

    @TempDir
    private Path folder;

    private final AtomicReference<Tuner> tuner = new AtomicReference<>();

    private List<Command> run(BiConsumer<Command, ScriptedRunner> script) throws IOException {
        return run(Opening.standard(), script);
    }

    private List<Command> run(Opening opening, BiConsumer<Command, ScriptedRunner> script) throws IOException {
        ScriptedRunner runner = new ScriptedRunner(2, script);
        try (OpenedStudy opened = OpenedStudy.open(folder, ONE, opening, Clock.systemUTC())) {
            tuner.set(opened.tuner(runner, (study, events) -> {}));
            tuner.get().run();
        }
        return runner.commands;
    }

    private List<String> journal() throws IOException {
        return Files.readAllLines(folder.resolve(Journal.FILE));
    }

    private static void end(ScriptedRunner runner, int attempt, Cause cause, String message) {
        runner.say(new Signal.AttemptOver(0, attempt, cause, message, OptionalInt.empty()));
    }

    private static void endWhenAsked(Command command, ScriptedRunner runner) {
        if (command instanceof Command.End end) {
            end(runner, end.attempt(), Cause.PREEMPTED, "");
        }
    }

    @Test
    void howManyRunTogetherSinceMemoryRanOutIsKnownUntilItIsKnownWhoTookIt() throws IOException {
        List<Command> first = run((command, runner) -> {
            if (command instanceof Command.Start start && start.attempt() < 3) {
                String words = new SharedEnd("" + start.attempt(), 4).words();
                end(runner, start.attempt(), Cause.NODE_LOST, "n1 was lost: " + words);
            } else if (command instanceof Command.Start) {
                tuner.get().kill();
            }
            endWhenAsked(command, runner);
        });
        assertThat(first).containsOnlyOnce(new Command.Spread(OptionalInt.of(2)));
        List<Command> next = run((command, runner) -> {
            if (command instanceof Command.Start start) {
                end(runner, start.attempt(), Cause.OUT_OF_MEMORY, "its job 9 took more memory than it had");
            }
        });
        assertThat(next)
                .filteredOn(command -> command instanceof Command.Spread || command instanceof Command.Start)
                .satisfiesExactly(
                        one -> assertThat(one).isEqualTo(new Command.Spread(OptionalInt.of(2))),
                        one -> assertThat(one).isInstanceOf(Command.Start.class),
                        one -> assertThat(one).isEqualTo(new Command.Spread(OptionalInt.empty())));
    }

    @Test
    void whoseJobsOfSeveralNodesRunOutOfMemoryAgainAndAgainIsToBlame() throws IOException {
        List<Command> all = run((command, runner) -> {
            if (command instanceof Command.Start start) {
                String words = new SharedEnd("" + start.attempt(), 1).words();
                end(runner, start.attempt(), Cause.NODE_LOST, "n1 was lost: " + words + ", beside other workers.");
            }
        });
        assertThat(all).filteredOn(Command.Start.class::isInstance).hasSize(3);
        assertThat(journal()).filteredOn(line -> line.contains("OUT_OF_MEMORY")).hasSize(1);
    }

    /** Leaves the journal as it is when a head is killed while a trial runs. */
    private void headIsKilled(Opening opening) throws IOException {
        run(opening, (command, runner) -> {
            if (command instanceof Command.Start) {
                tuner.get().kill();
            }
            endWhenAsked(command, runner);
        });
        List<String> lines = journal();
        int last = lines.size() - 1;
        while (!lines.get(last).contains("attempt_started")) {
            last--;
        }
        Files.write(folder.resolve(Journal.FILE), lines.subList(0, last + 1));
    }

    @Test
    void aTrialWithWhichItsHeadIsKilledForMemoryAgainAndAgainIsToBlame() throws IOException {
        headIsKilled(Opening.standard());
        headIsKilled(new Opening(false, false, Optional.of("11")));
        headIsKilled(new Opening(false, false, Optional.of("12")));
        run(new Opening(false, false, Optional.of("13")), (command, runner) -> {});
        assertThat(journal())
                .filteredOn(line -> line.contains("attempt_ended"))
                .satisfiesExactly(
                        one -> assertThat(one)
                                .contains("NODE_LOST", "its job 11 took more memory than it had, with 1 trial in it"),
                        one -> assertThat(one).contains("NODE_LOST", "its job 12 "),
                        one -> assertThat(one).contains("OUT_OF_MEMORY"));
    }

    @Test
    void whatIsSaidOfAMachineAfterTheEndOfTheRunIsNotWritten() throws IOException {
        run((command, runner) -> {
            if (command instanceof Command.Start start) {
                end(runner, start.attempt(), Cause.ERROR, "no");
                runner.say(new Signal.MachineJudged("n1", 1, Duration.ofMinutes(10), "disk"));
            }
        });
        assertThat(journal()).last().asString().contains("head_stopped");
    }

    @Test
    void aMachineThatIsPassedOverIsKnownInTheNextAllocation() throws IOException {
        run((command, runner) -> {
            if (command instanceof Command.Start) {
                runner.say(new Signal.MachineJudged("n1", 1, Duration.ofMinutes(10), "disk"));
                tuner.get().mustEndBy(Instant.now());
            }
            endWhenAsked(command, runner);
        });
        List<Command> next = run((command, runner) -> {
            if (command instanceof Command.Start start) {
                end(runner, start.attempt(), Cause.ERROR, "no");
            }
        });
        assertThat(next.get(0)).isInstanceOfSatisfying(Command.Distrust.class, one -> {
            assertThat(one.host()).isEqualTo("n1");
            assertThat(one.times()).isEqualTo(1);
            assertThat(one.rest()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
            assertThat(one.why()).isEqualTo("disk");
        });
    }
}
