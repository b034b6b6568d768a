package org.attune.cli.slurm.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.attune.spec.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocationTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            nodes=4 cpus-per-task=5                        | 5 CPUs                 | 1   | 0    | 5
            nodes=4 cpus-per-task=5                        | 5 CPUs                 | 2   | 0    | 2
            nodes=4 cpus-per-task=5                        | 5 CPUs                 | 0.3 | 0    | 16
            nodes=4 cpus-per-task=5                        | 5 CPUs                 | 1   | 1    | 0
            nodes=4 cpus-per-task=5 gpus-per-node=1        | 5 CPUs, 1 GPU          | 2   | 1    | 1
            nodes=1 cpus-per-task=8 gpus-per-node=a100:2   | 8 CPUs, 2 GPUs         | 1   | 0.5  | 4
            nodes=1 cpus-per-task=8 gres=gpu:2             | 8 CPUs, 2 GPUs         | 1   | 0.3  | 6
            nodes=1 cpus-per-task=8 gres=gpu:a100:1(S:0)   | 8 CPUs, 1 GPU          | 1   | 1    | 1
            nodes=2 cpus-per-task=8 gpus=4 ntasks-per-node=2 | 8 CPUs, 1 GPU        | 1   | 1    | 1
            nodes=2 cpus-per-task=4 gpus-per-task=2        | 4 CPUs, 2 GPUs         | 1   | 1    | 2
            nodes=1 exclusive= cpus-per-task=2             | as many CPUs as Slurm gives | 1 | 0 | -
            nodes=1                                        | as many CPUs as Slurm gives | 1 | 0 | -
            nodes=1 gpus-per-node=2                        | as many CPUs as Slurm gives, 2 GPUs | 1 | 1 | 2
            nodes=1 cpus-per-task=2 mem-per-cpu=1G         | 2 CPUs, 2.1 GB         | 1   | 0    | 2
            nodes=1 cpus-per-task=4 mem=8000 ntasks-per-node=2 | 4 CPUs, 4.2 GB     | 1   | 0    | 4
            """)
    void itIsKnownHowManyTrialsFitOnAWorker(String options, String worker, double cpu, double gpu, Integer slots) {
        Allocation allocation = Allocation.of(options(options));

        assertThat(allocation.worker()).isEqualTo(worker);
        assertThat(allocation.slots(new Resources(cpu, gpu, OptionalLong.empty())))
                .isEqualTo(slots == null ? OptionalInt.empty() : OptionalInt.of(slots));
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1", "3, 0"})
    void memoryCountsWhereBothSayIt(long gibibytes, int slots) {
        Allocation allocation = Allocation.of(options("nodes=1 cpus-per-task=4 mem=2G"));

        assertThat(allocation.slots(new Resources(1, 0, OptionalLong.of(gibibytes << 30))))
                .hasValue(slots);
    }

    @ParameterizedTest
    @CsvSource({"2, 30, 1 node-hour", "4, 30, 2 node-hours", "1, 15, 0.25 node-hours"})
    void whatItCostsIsInNodeHours(int nodes, int minutes, String cost) {
        assertThat(Allocation.of(options("nodes=" + nodes)).cost(Duration.ofMinutes(minutes)))
                .isEqualTo(cost);
    }

    @Test
    void whereSlurmIsLeftTheNumberOfNodesBothEndsAreShownAndTheCostIsTheMost() {
        Allocation allocation = Allocation.of(options("nodes=2-4 ntasks-per-node=2"));
        assertThat(allocation.count("node", 1)).isEqualTo("2 to 4 nodes");
        assertThat(allocation.count("worker", 2)).isEqualTo("4 to 8 workers");
        assertThat(allocation.cost(Duration.ofHours(1))).isEqualTo("4 node-hours");
        assertThat(Allocation.of(options("nodes=1")).count("node", 1)).isEqualTo("1 node");
    }

    private static SbatchOptions options(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        List.of(text.split(" ")).forEach(word -> {
            String[] parts = word.split("=", 2);
            options.put(parts[0], parts[1]);
        });
        return new SbatchOptions(options);
    }
}
