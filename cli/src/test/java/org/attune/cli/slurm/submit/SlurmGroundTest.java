package org.attune.cli.slurm.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlurmGroundTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | 4   | 99 | 8 at once (2 on each of 4 workers)
            2 | 4   | 99 | 4 at once (2 on each of 4 workers)
            3 | 4   | 99 | 2 at once (2 on each of 4 workers), with 2 places left over: a trial takes one on each of 3 workers
            3 | 5   | 99 | 3 at once (2 on each of 5 workers), with 1 place left over: a trial takes one on each of 3 workers
            3 | 4   | 1  | 1 at once (max_parallel)
            2 | 2-5 | 99 | 2 to 5 at once (2 on each of 2 to 5 workers)
            """)
    void whatIsLeftOverWhereATrialTakesSeveralWorkersIsSaid(int each, String nodes, int most, String said) {
        StudySpec spec = StudySpecReader.read("""
                study: toy
                objective: {metric: loss, mode: min}
                space: {x: {type: float, low: 0, high: 1}}
                trials: 3
                max_parallel: %d
                resources: {nodes: %d}
                trainable: {command: [echo]}
                """.formatted(most, each), "study.yaml");
        Allocation allocation = Allocation.of(new SbatchOptions(Map.of("nodes", nodes, "cpus-per-task", "2")));
        Map<String, String> lines = new LinkedHashMap<>();
        new SlurmGround(spec, allocation, List.of(), Optional.empty(), Optional.empty(), "", Instant.EPOCH)
                .print(lines::put);
        assertThat(lines).containsEntry("Parallel", said);
    }
}
