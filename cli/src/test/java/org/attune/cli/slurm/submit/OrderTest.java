package org.attune.cli.slurm.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.analysis.StudyFolders;
import org.attune.spec.SlurmTimes;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {
    private static final StudySpec STUDY = StudySpecReader.read("""
            study: toy
            objective: {metric: loss, mode: min}
            space: {x: {type: float, low: 0, high: 1}}
            trials: 3
            trainable: {command: [echo]}
            """, "study.yaml");

    @TempDir
    Path results;

    /** Of what is below a minute Slurm makes one. */
    @ParameterizedTest
    @CsvSource({
        "30, 1:15:00, 00:30:00 00:30:00 00:15:00",
        "30, 20, 00:20:00",
        "0:30, 3, 00:01:00 00:01:00 00:01:00",
        "1:30, 4, 00:02:00 00:02:00",
        "30, 30s, 00:01:00"
    })
    void aBudgetIsUsedInAllocationsOfWholeMinutes(String time, String budget, String limits) throws IOException {
        Optional<Duration> all = Optional.of(SlurmTimes.parse("budget", budget));

        Order order = Order.of(STUDY, Map.of("time", time), all, List.of("/study.yaml"), new StudyFolders(results));

        assertThat(order.limits().stream().map(SlurmTimes::write)).containsExactly(limits.split(" "));
    }
}
