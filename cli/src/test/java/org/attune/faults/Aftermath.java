package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.attune.cli.Attune;
import org.attune.text.Json;

/** What must hold of a {@link Staircase} that has come to its end, whatever was done to it. */
final class Aftermath {
    private final Staircase study;
    private final List<Map<?, ?>> rows;
    private final List<Map<?, ?>> reports;

    Aftermath(Staircase study) {
        this.study = study;
        this.rows = study.rows();
        this.reports = study.reports();
    }

    Aftermath holds() throws IOException {
        everyTrialIsOver();
        everyStepIsThereOnceAndTrue();
        everyAttemptWentOnFromTheLastReport();
        theStudyCanBeOpenedAndIsComplete();
        study.processes().awaitNone();
        nothingButTheBestIsLeftInTheFolder();
        return this;
    }

    Aftermath noneFailed() {
        assertThat(rows).noneSatisfy(row -> assertThat(row.get("state")).isEqualTo("FAILED"));
        return this;
    }

    /** Unless it was killed again and again before it could report, which Attune takes for its own fault in the end. */
    Aftermath noneFailedByItself() throws IOException {
        for (Map<?, ?> event : events(study)) {
            if ("ERROR".equals(event.get("cause")) || "OUT_OF_MEMORY".equals(event.get("cause"))) {
                assertThat(String.valueOf(event.get("message"))).contains("in a row");
            }
        }
        return this;
    }

    private void everyTrialIsOver() {
        assertThat(rows).hasSize(study.trials());
        assertThat(rows)
                .extracting(row -> row.get("state"))
                .allSatisfy(state -> assertThat(state).isIn("COMPLETED", "STOPPED", "FAILED"));
    }

    private void everyStepIsThereOnceAndTrue() {
        for (Map<?, ?> row : rows) {
            List<Map<?, ?>> own = reports.stream()
                    .filter(report -> report.get("trial").equals(row.get("trial")))
                    .toList();
            assertThat(own)
                    .extracting(report -> (Long) report.get("step"))
                    .as("steps of trial %s", row.get("trial"))
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, (Long) row.get("step"))
                            .boxed()
                            .toList());
            for (Map<?, ?> report : own) {
                assertThat(((Map<?, ?>) report.get("metrics")).get("loss"))
                        .isEqualTo(Staircase.loss((Map<?, ?>) row.get("config"), (Long) report.get("step")));
            }
        }
    }

    private void everyAttemptWentOnFromTheLastReport() throws IOException {
        Map<Object, Object> last = new HashMap<>();
        for (Map<?, ?> event : events(study)) {
            if ("reported".equals(event.get("event"))) {
                last.put(event.get("trial"), event.get("step"));
            } else if ("attempt_started".equals(event.get("event"))) {
                Object step = last.getOrDefault(event.get("trial"), 0L);
                assertThat(event.get("from")).as("%s", event).isEqualTo(step);
            }
        }
    }

    /** Opening makes all decisions again and compares them with those in the journal. */
    private void theStudyCanBeOpenedAndIsComplete() {
        Attune.Ended again = study.attune().run(study.command().toArray(String[]::new));
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out()).contains(study.name() + " is complete");
    }

    private void nothingButTheBestIsLeftInTheFolder() throws IOException {
        Map<?, ?> status = study.attune().run("status", study.name(), "--json").json();
        assertThat(status.get("state")).isEqualTo("COMPLETED");
        assertThat(status.get("remaining")).isEqualTo(0L);
        String best = (String) ((Map<?, ?>) status.get("best")).get("checkpoint");
        assertThat(files(study.results()))
                .containsExactlyInAnyOrder(
                        study.results().resolve("journal.jsonl"),
                        study.results().resolve("output.bin"),
                        Path.of(best).resolve("state.json"));
    }

    /** The events of a study's journal. */
    static List<Map<?, ?>> events(Staircase study) throws IOException {
        try (Stream<String> lines = Files.lines(study.results().resolve("journal.jsonl"))) {
            return lines.skip(1)
                    .<Map<?, ?>>map(line -> (Map<?, ?>) Json.parse(line))
                    .toList();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> !Files.isDirectory(path)).toList();
        }
    }
}
