package org.attune.cli.slurm.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Test;
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
        assertThat(order(time, budget).limits().stream().map(SlurmTimes::write)).containsExactly(limits.split(" "));
    }

    @Test
    void aHundredJobsAreSubmittedAheadAndNotMore() throws IOException {
        order("30", "2-02:00:00").refuseManyAhead();
        assertThatThrownBy(() -> order("30", "2-02:30:00").refuseManyAhead())
                .hasMessageStartingWith("the budget of 2-02:30:00 is 101 jobs of 00:30:00, and at most 100 are");
    }

    private Order order(String time, String budget) throws IOException {
        Optional<Duration> all = Optional.of(SlurmTimes.parse("budget", budget));
        return Order.of(STUDY, Map.of("time", time), all, List.of("/study.yaml"), new StudyFolders(results));
    }
}
