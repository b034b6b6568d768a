package org.attune.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;
import org.attune.spec.Objective;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Study;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainLinesTest {
    private static final Instant START = Instant.parse("2026-11-24T20:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "loss,  0.5, trial 0 failed at step 3: loss 0.5 (no such key)",
        "loss,  NaN, trial 0 failed at step 3: loss nan (no such key)",
        "error, 0.5, trial 0 failed at step 3 (no such key)"
    })
    void theObjectiveIsLeftOutWhereItWasNotReported(String metric, double value, String line) {
        StringWriter out = new StringWriter();
        PlainLines lines = new PlainLines(new PrintWriter(out), Clock.fixed(START, ZoneOffset.UTC));
        Study study = new Study(new Objective("loss", Objective.Mode.MIN));
        List<Event> events = List.of(
                new Event.TrialCreated(0, new Configuration(Map.of("x", 0.5)), "sampler", 0),
                new Event.AttemptStarted(0, 1, "local", OptionalInt.of(3), 0, Optional.empty()),
                new Event.Reported(0, 1, 1, 3, Map.of(metric, value), Optional.empty()),
                new Event.AttemptEnded(0, 1, Cause.ERROR, "no such key", OptionalInt.of(1)));
        for (Event event : events) {
            study.apply(event, START);
            lines.changed(study, List.of(event));
        }
        lines.close();
        assertThat(out.toString().lines()).last().isEqualTo("20:00:00 " + line);
    }
}
