package org.attune.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.ListAssert;
import org.attune.space.Configuration;
import org.attune.spec.Objective;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Study;
import org.attune.study.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainLinesTest {
    private static final Instant START = Instant.parse("2026-11-24T20:00:00Z");

    private final StringWriter out = new StringWriter();
    private final PlainLines lines = new PlainLines(new PrintWriter(out), Clock.fixed(START, ZoneOffset.UTC));
    private final Study study = new Study(new Objective("loss", Objective.Mode.MIN));

    @ParameterizedTest
    @CsvSource({
        "loss,  0.5, trial 0 failed at step 3: loss 0.5 (no such key)",
        "loss,  NaN, trial 0 failed at step 3: loss nan (no such key)",
        "error, 0.5, trial 0 failed at step 3 (no such key)"
    })
    void theObjectiveIsLeftOutWhereItWasNotReported(String metric, double value, String line) {
        begin(0);
        take(new Event.Reported(0, 1, 1, 3, Map.of(metric, value), Optional.empty()));
        end(0, Cause.ERROR, "no such key");
        lines().last().isEqualTo(line);
    }

    @Test
    void aTrialThatIsTriedAgainSaysWhyAndFromWhere() {
        begin(0);
        report(0, 9, 0.5, Optional.of("checkpoints/0/9"));
        takeAll(failure("boom"), new Event.Decided(0, Verdict.RETRY));
        lines().last().isEqualTo("trial 0 failed at step 9 (boom); it is tried again from step 9");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PREEMPTED | killed by signal KILL, but not by Attune | trial 0 was killed by signal KILL, but not by Attune; it goes on from step 9
                    PREEMPTED | the allocation ended                     | trial 0 was interrupted (the allocation ended); it goes on from step 9
                    NODE_LOST | ''                                       | trial 0 was lost; it goes on from step 9
                    PREEMPTED | interrupted                              | trial 0 interrupted at step 9: loss 0.5
                    """)
    void aTrialThatIsInterruptedSaysByWhatAndFromWhereItGoesOn(Cause cause, String message, String line) {
        begin(0);
        report(0, 9, 0.5, Optional.of("checkpoints/0/9"));
        end(0, cause, message);
        lines().last().isEqualTo(line);
    }

    @Test
    void theEndOfTheAllocationIsSaidOnce() {
        lines.endsAt(START.plusSeconds(1834));
        lines.close();
        assertThat(out).hasToString("20:00:00 The allocation ends at 20:30:34, in 30m 34s." + System.lineSeparator());
    }

    @Test
    void aTrialThatGoesOnAtOnceSaysSoOnceAndOneThatRestsSaysHowLong() {
        begin(0);
        report(0, 9, 0.5, Optional.of("checkpoints/0/9"));
        end(0, Cause.NODE_LOST, "");
        take(new Event.AttemptStarted(0, 2, "local", OptionalInt.of(27), 9, Optional.of("checkpoints/0/9")));
        lines.rests(0, Duration.ofSeconds(4));
        take(new Event.AttemptEnded(0, 2, Cause.NODE_LOST, "", OptionalInt.empty()));
        take(new Event.AttemptStarted(0, 3, "local", OptionalInt.of(27), 9, Optional.of("checkpoints/0/9")));
        lines().endsWith(
                        "trial 0 was lost; it goes on from step 9",
                        "trial 0 was lost; it rests 4 s, then goes on from step 9",
                        "trial 0 goes on from step 9 until step 27");
    }

    @Test
    void aTrialThatImprovesStepByStepIsCalledBestWhenItBeginsToLeadNowAndThenAndAtItsEnd() {
        begin(0);
        for (int step = 1; step <= 200; step++) {
            report(0, step, 1 + 1.0 / step, Optional.empty());
        }
        end(0, Cause.FINISHED, "");
        lines().filteredOn(line -> line.startsWith("best"))
                .containsExactly(
                        "best so far: loss 2, trial 0 at step 1",
                        "best so far: loss 1.5, trial 0 at step 2",
                        "best so far: loss 1.333, trial 0 at step 3",
                        "best so far: loss 1.167, trial 0 at step 6",
                        "best so far: loss 1.05, trial 0 at step 20",
                        "best so far: loss 1.005, trial 0 at step 200");
        lines().last().isEqualTo("trial 0 completed at step 200: loss 1.005");
    }

    @Test
    void trialsThatOvertakeEachOtherAreCalledBestOnceEach() {
        begin(0);
        begin(1);
        for (int step = 1; step <= 50; step++) {
            report(step % 2, step, 1 - 0.001 * step, Optional.empty());
        }
        lines().filteredOn(line -> line.startsWith("best")).hasSize(2);
    }

    private void begin(int trial) {
        take(new Event.TrialCreated(trial, new Configuration(Map.of("x", 0.5)), "sampler", 0));
        take(new Event.AttemptStarted(trial, 1, "local", OptionalInt.of(3), 0, Optional.empty()));
    }

    private void report(int trial, int step, double loss, Optional<String> checkpoint) {
        take(new Event.Reported(trial, 1, step, step, Map.of("loss", loss), checkpoint));
    }

    private void end(int trial, Cause cause, String message) {
        take(new Event.AttemptEnded(trial, 1, cause, message, OptionalInt.of(1)));
    }

    private static Event failure(String message) {
        return new Event.AttemptEnded(0, 1, Cause.ERROR, message, OptionalInt.of(1));
    }

    private void take(Event event) {
        takeAll(event);
    }

    private void takeAll(Event... events) {
        for (Event event : events) {
            study.apply(event, START);
        }
        lines.changed(study, List.of(events));
    }

    /** Without their times. */
    private ListAssert<String> lines() {
        lines.close();
        return assertThat(out.toString()
                .lines()
                .map(line -> line.replaceFirst("^20:00:00 ", ""))
                .toList());
    }
}
