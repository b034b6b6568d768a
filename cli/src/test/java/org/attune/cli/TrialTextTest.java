package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.analysis.LoadedStudy;
import org.attune.journal.Journal;
import org.attune.space.Configuration;
import org.attune.spec.StudySpecReader;
import org.attune.spec.StudySpecWriter;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Placement;
import org.attune.study.Verdict;
import org.attune.text.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialTextTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00.123Z");

    @TempDir
    Path folder;

    @Test
    void eachAttemptIsShownWithWhereItRanAndWhatWentWrong() throws Exception {
        Map<String, Object> spec = Map.of("study", "placed", "objective", Map.of("metric", "loss", "mode", "min"));
        try (Journal journal = Journal.create(folder)) {
            journal.append(
                    NOW,
                    List.of(
                            new Event.StudyCreated(spec, "0.1.0"),
                            new Event.HeadStarted(1, "here", 1),
                            new Event.TrialCreated(0, new Configuration(Map.of("kind", "adam")), "sampler", 0),
                            new Event.AttemptStarted(0, 1, "local", OptionalInt.empty(), 0, Optional.empty()),
                            new Event.AttemptPlaced(0, 1, new Placement("fork", 4711, "0,1", "3", 2)),
                            new Event.AttemptEnded(0, 1, Cause.ERROR, "no such key", OptionalInt.of(1)),
                            new Event.Decided(0, Verdict.RETRY),
                            new Event.AttemptStarted(0, 2, "local", OptionalInt.empty(), 0, Optional.empty()),
                            new Event.AttemptEnded(0, 2, Cause.ERROR, "no such file", OptionalInt.of(2)),
                            new Event.HeadStopped(1, "interrupted")),
                    () -> {});
        }
        LoadedStudy study = LoadedStudy.read(folder);
        TrialText text = new TrialText(study, study.study().trial(0));
        StringWriter out = new StringWriter();
        text.print(new Tables(new PrintWriter(out, true), Integer.MAX_VALUE));
        assertThat(out.toString().replaceAll("2026\\S+Z +", "")).isEqualTo("""
                        Trial 0 of placed: failed
                          kind = adam

                        attempt  worker  from  started                   ended                     cause  exit  start   pid  cpus  gpus  threads
                              1  local      0  ERROR     1  fork   4711  0,1   3           2
                              2  local      0  ERROR     2
                        Attempt 1: no such key
                        Attempt 2: no such file
                        """);
        List<?> history = (List<?>) text.json().get("history");
        assertThat(Json.text(((Map<?, ?>) history.get(0)).get("placement")))
                .isEqualTo("{\"start\":\"fork\",\"pid\":4711,\"cpus\":\"0,1\",\"gpus\":\"3\",\"threads\":2}");
        assertThat(((Map<?, ?>) history.get(1)).get("placement")).isNull();
    }

    @Test
    void derivedValuesAreThoseThatTheLastAttemptWasGiven() throws Exception {
        Map<String, Object> old = derives("x * 2");
        try (Journal journal = Journal.create(folder)) {
            journal.append(
                    NOW,
                    List.of(
                            new Event.StudyCreated(old, "0.1.0"),
                            new Event.HeadStarted(1, "here", 1),
                            created(0),
                            started(0, 1),
                            new Event.AttemptEnded(0, 1, Cause.FINISHED, "", OptionalInt.of(0)),
                            created(1),
                            started(1, 1),
                            new Event.AttemptEnded(1, 1, Cause.PAUSED, "", OptionalInt.of(0)),
                            created(2),
                            new Event.HeadStopped(1, "interrupted"),
                            new Event.SpecChanged(derives("x * 3")),
                            new Event.HeadStarted(2, "here", 1),
                            started(1, 2)),
                    () -> {});
        }
        LoadedStudy study = LoadedStudy.read(folder);
        assertThat(study.study().trials())
                .extracting(trial -> new TrialText(study, trial).json().get("derived"))
                .containsExactly(Map.of("y", 8L), Map.of("y", 12L), Map.of("y", 12L));
    }

    private static Map<String, Object> derives(String formula) {
        return StudySpecWriter.toJson(StudySpecReader.read("""
                study: derives
                space: {x: {type: int, low: 1, high: 9}}
                derived: {y: %s}
                objective: {metric: loss, mode: min}
                trials: 9
                trainable: {command: train}
                """.formatted(formula), "study.yaml"));
    }

    private static Event created(int trial) {
        return new Event.TrialCreated(trial, new Configuration(Map.of("x", 4L)), "sampler", 0);
    }

    private static Event started(int trial, int attempt) {
        return new Event.AttemptStarted(trial, attempt, "local", OptionalInt.empty(), 0, Optional.empty());
    }
}
