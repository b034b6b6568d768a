package org.attune.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.attune.journal.Journal;
import org.attune.space.Configuration;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.TrialState;
import org.attune.study.Verdict;
import org.attune.text.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final Instant START = Instant.parse("2026-11-24T20:16:40Z");

    @TempDir
    Path folder;

    private Journal journal;

    @AfterEach
    void close() throws IOException {
        if (journal != null) {
            journal.close();
        }
    }

    @Test
    void rowsHaveTheDocumentedKeysInTheirOrder() throws Exception {
        begin("min");
        trial(0, 0.001);
        start(1, 0, 1);
        report(2, 0, 1, 1, 0.29);
        report(3.5, 0, 1, 2, 0.31);
        at(4, new Event.AttemptEnded(0, 1, Cause.FINISHED, "", OptionalInt.of(0)));
        Results results = results();

        assertThat(Json.text(results.trial(0).toJson()))
                .isEqualTo(
                        "{\"trial\":0,\"state\":\"COMPLETED\",\"config\":{\"lr\":0.001},\"step\":2,\"value\":0.31,"
                                + "\"best_value\":0.29,\"best_step\":1,\"attempts\":1,\"cause\":\"FINISHED\","
                                + "\"started\":\"2026-11-24T20:16:41.000Z\",\"seconds\":3.0,\"worker\":\"local\",\"message\":null}");
        assertThat(results.reports())
                .extracting(row -> Json.text(row.toJson()))
                .containsExactly(
                        "{\"trial\":0,\"attempt\":1,\"step\":1,\"metrics\":{\"loss\":0.29},\"time\":\"2026-11-24T20:16:42.000Z\"}",
                        "{\"trial\":0,\"attempt\":1,\"step\":2,\"metrics\":{\"loss\":0.31},\"time\":\"2026-11-24T20:16:43.500Z\"}");
        assertThat(results.best().orElseThrow().toJson().keySet())
                .containsExactly(
                        "trial",
                        "state",
                        "config",
                        "step",
                        "value",
                        "best_value",
                        "best_step",
                        "attempts",
                        "cause",
                        "started",
                        "seconds",
                        "worker",
                        "message",
                        "checkpoint");
    }

    @Test
    void whatIsNotThereIsNull() throws Exception {
        begin("min");
        trial(0, 0.001);

        assertThat(Json.text(results().trial(0).toJson()))
                .isEqualTo("{\"trial\":0,\"state\":\"QUEUED\",\"config\":{\"lr\":0.001},\"step\":0,\"value\":null,"
                        + "\"best_value\":null,\"best_step\":null,\"attempts\":0,\"cause\":null,"
                        + "\"started\":null,\"seconds\":0.0,\"worker\":null,\"message\":null}");
        assertThat(results().best()).isEmpty();
    }

    @Test
    void notANumberIsNullAsValueAndTextAsMetric() throws Exception {
        begin("max");
        trial(0, 0.001);
        start(1, 0, 1);
        report(2, 0, 1, 1, Double.NaN);
        report(3, 0, 1, 2, Double.POSITIVE_INFINITY);

        Map<String, Object> row = results().trial(0).toJson();
        assertThat(row)
                .containsEntry("value", null)
                .containsEntry("best_value", null)
                .containsEntry("best_step", null);
        assertThat(results().reports())
                .extracting(report -> report.toJson().get("metrics"))
                .containsExactly(Map.of("loss", "NaN"), Map.of("loss", "Infinity"));
    }

    @Test
    void secondsAreThoseThatAttemptsRanWithoutTheTimeInBetween() throws Exception {
        begin("min");
        trial(0, 0.001);
        trial(1, 0.002);
        start(1, 0, 1);
        report(3, 0, 1, 1, 0.5);
        at(4, new Event.Decided(0, Verdict.PAUSE));
        at(4, new Event.AttemptEnded(0, 1, Cause.PAUSED, "", OptionalInt.of(0)));
        start(10, 0, 2);
        start(10, 1, 1);
        report(12, 0, 2, 2, 0.4);

        assertThat(results().trial(0).seconds())
                .as("a running one, up to the last event")
                .isEqualTo(3 + 2);

        at(1000, new Event.HeadStarted(2, "node17", 1));
        at(1001, new Event.AttemptEnded(0, 2, Cause.HEAD_LOST, "", OptionalInt.empty()));
        assertThat(results().trial(0).seconds())
                .as("a lost one, up to the last event of its head")
                .isEqualTo(3 + 2);
        start(1010, 0, 3);
        at(1015, new Event.AttemptEnded(0, 3, Cause.FINISHED, "", OptionalInt.of(0)));
        assertThat(results().trial(0).seconds()).isEqualTo(3 + 2 + 5);
        assertThat(results().trial(0).attempts()).isEqualTo(3);
    }

    @Test
    void theBestComesWithTheCheckpointOfItsBestStepElseItsLatestThatIsThere() throws Exception {
        begin("min");
        trial(0, 0.001);
        start(1, 0, 1);
        for (int step = 1; step <= 3; step++) {
            at(
                    step,
                    new Event.Reported(
                            0,
                            1,
                            step,
                            step,
                            Map.of("loss", step == 2 ? 0.1 : 0.9),
                            Optional.of("checkpoints/0/" + step)));
        }
        assertThat(results().best().orElseThrow().checkpoint()).isEmpty();

        Path first = Files.createDirectories(folder.resolve("checkpoints/0/1"));
        assertThat(results().best().orElseThrow().checkpoint()).contains(first);
        Path third = Files.createDirectories(folder.resolve("checkpoints/0/3"));
        assertThat(results().best().orElseThrow().checkpoint()).contains(third);
        Path second = Files.createDirectories(folder.resolve("checkpoints/0/2"));
        assertThat(results().best().orElseThrow().toJson()).containsEntry("checkpoint", second.toString());
    }

    @Test
    void statusCountsEveryStateAndTellsBestRemainingAndFailures() throws Exception {
        begin("min");
        for (int trial = 0; trial < 3; trial++) {
            trial(trial, trial + 1.0);
            start(trial, trial, 1);
            report(trial, trial, 1, 1, trial);
        }
        for (int trial = 1; trial < 3; trial++) {
            at(5, new Event.AttemptEnded(trial, 1, Cause.ERROR, "ValueError: no", OptionalInt.of(1)));
        }

        Map<String, Object> status = results().status().toJson();
        assertThat(status.keySet())
                .containsExactly("study", "state", "trials", "best", "remaining", "reason", "failures", "blamed");
        assertThat(status)
                .containsEntry("study", "cgconv")
                .containsEntry("state", "RUNNING")
                .containsEntry("remaining", 2L)
                .extractingByKey("failures")
                .extracting(Json::text)
                .isEqualTo("[{\"cause\":\"ERROR\",\"message\":\"ValueError: no\",\"count\":2,\"trial\":1,\"of\":2,"
                        + "\"condition\":null}]");
        assertThat(results().trial(1).message()).contains("ValueError: no");
        assertThat(Json.text(status.get("trials")))
                .isEqualTo(
                        "{\"QUEUED\":0,\"RUNNING\":1,\"PAUSED\":0,\"COMPLETED\":0,\"STOPPED\":0,\"FAILED\":2,\"CANCELLED\":0}");
        assertThat(results().status().best().orElseThrow().trial().state()).isEqualTo(TrialState.RUNNING);
    }

    @Test
    void theStateSaysWhetherAHeadIsAtWorkAndHowItEnded() throws Exception {
        begin("min");
        assertThat(read().state()).isEqualTo(StudyState.RUNNING);
        assertThat(read().head()).contains(journal.head());

        journal.close();
        assertThat(read().state()).isEqualTo(StudyState.INTERRUPTED);
        assertThat(read().head()).isEmpty();

        journal = Journal.open(folder, false, entry -> {});
        at(20, new Event.HeadStarted(2, "node17", 1));
        at(21, new Event.HeadStopped(2, "interrupted"));
        journal.close();
        assertThat(read().state()).isEqualTo(StudyState.PAUSED);

        journal = Journal.open(folder, false, entry -> {});
        at(30, new Event.HeadStarted(3, "node17", 1));
        at(31, new Event.StudyEnded("trials"));
        assertThat(read().state()).isEqualTo(StudyState.COMPLETED);
        assertThat(results().status().remaining()).hasValue(0);
        assertThat(results().status().reason()).contains("trials");
    }

    @Test
    void whatRanWhenItsHeadDiedIsToldAsTheNextHeadWillFindIt() throws Exception {
        begin("min");
        for (int trial = 0; trial < 2; trial++) {
            trial(trial, 0.001);
            start(1, trial, 1);
        }
        report(3, 1, 1, 1, 0.5);
        at(4, new Event.Decided(1, Verdict.STOP));
        assertThat(results().status().trials()).containsEntry(TrialState.RUNNING, 2);
        at(900, new Event.SpecChanged(spec("min")));
        journal.close();

        assertThat(read().state()).isEqualTo(StudyState.INTERRUPTED);
        assertThat(results().status().trials())
                .containsEntry(TrialState.RUNNING, 0)
                .containsEntry(TrialState.QUEUED, 1)
                .containsEntry(TrialState.STOPPED, 1);
        assertThat(results().trials()).allSatisfy(row -> {
            assertThat(row.cause()).contains(Cause.HEAD_LOST);
            assertThat(row.seconds())
                    .as("up to the last sign of the head that is gone")
                    .isEqualTo(3.0);
        });
    }

    @Test
    void theFailuresOfTheLastRunAreThoseSinceItBegan() throws Exception {
        begin("min");
        for (int trial = 0; trial < 3; trial++) {
            trial(trial, trial + 1.0);
            start(1, trial, 1);
        }
        fail(2, 0, "boom");
        fail(3, 1, "boom");
        at(10, new Event.HeadStarted(2, "node17", 1));
        fail(11, 2, "no such device");
        assertThat(results().failuresOfLastRun())
                .containsExactly(new Failures(Cause.ERROR, "no such device", 1, 1, 2, Optional.empty()));
        assertThat(results().status().failures()).extracting(Failures::count).containsExactly(2, 1);
    }

    private void fail(double second, int trial, String message) throws Exception {
        at(second, new Event.AttemptEnded(trial, 1, Cause.ERROR, message, OptionalInt.of(1)));
    }

    @Test
    void theSpecificationIsTheLatestAndATornTailIsPassedOver() throws Exception {
        begin("min");
        Map<String, Object> changed = spec("min");
        changed.put("trials", 99L);
        at(1, new Event.SpecChanged(changed));
        Files.writeString(folder.resolve(Journal.FILE), "{\"seq\":", StandardOpenOption.APPEND);

        LoadedStudy loaded = read();
        assertThat(loaded.spec()).containsEntry("trials", 99L);
        assertThat(loaded.version()).isEqualTo("0.1.0");
        assertThat(loaded.tornTail().orElseThrow().bytes()).isEqualTo(7);
        assertThat(loaded.folder()).isEqualTo(folder);
    }

    @Test
    void aFolderWithoutAStudyAndOneThatHasNotBegunAreTold() throws Exception {
        assertThatThrownBy(this::read)
                .isInstanceOf(UnknownStudyException.class)
                .hasMessageContaining("it holds no journal.jsonl");
        Journal.create(folder).close();
        assertThatThrownBy(this::read).isInstanceOf(UnknownStudyException.class).hasMessageContaining("has not begun");
    }

    private LoadedStudy read() throws IOException {
        return LoadedStudy.read(folder);
    }

    private Results results() throws IOException {
        return new Results(read());
    }

    private void begin(String mode) throws Exception {
        journal = Journal.create(folder);
        at(0, new Event.StudyCreated(spec(mode), "0.1.0"));
        at(0, new Event.HeadStarted(1, "node17", 4711));
    }

    private static Map<String, Object> spec(String mode) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("study", "cgconv");
        spec.put("objective", Map.of("metric", "loss", "mode", mode));
        spec.put("trials", 4L);
        return spec;
    }

    private void trial(int trial, double lr) throws Exception {
        at(0, new Event.TrialCreated(trial, new Configuration(Map.of("lr", lr)), "sampler", 0));
    }

    private void start(double second, int trial, int attempt) throws Exception {
        at(second, new Event.AttemptStarted(trial, attempt, "local", OptionalInt.empty(), 0, Optional.empty()));
    }

    private void report(double second, int trial, int attempt, int step, double loss) throws Exception {
        at(second, new Event.Reported(trial, attempt, 1, step, Map.of("loss", loss), Optional.empty()));
    }

    private void at(double second, Event event) throws Exception {
        CountDownLatch durable = new CountDownLatch(1);
        journal.append(START.plusMillis((long) (second * 1000)), List.of(event), durable::countDown);
        durable.await();
    }
}
