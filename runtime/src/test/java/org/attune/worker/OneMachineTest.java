package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.attune.head.Arbiter;
import org.attune.head.Demand;
import org.attune.machine.Machine;
import org.attune.machine.Machines;
import org.attune.space.SearchSpace;
import org.attune.spec.Resources;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.attune.spec.StudySpecWriter;
import org.junit.jupiter.api.Test;

class OneMachineTest {
    private static final Machine MACHINE = Machines.of(4);

    private static StudySpec asking(Map<String, Object> resources) {
        Map<String, Object> json = new LinkedHashMap<>(StudySpecWriter.toJson(StudySpec.builder("test")
                .minimize("loss")
                .space(SearchSpace.builder().uniform("x", 0, 1).build())
                .trials(1)
                .build()));
        json.put("resources", resources);
        return StudySpecReader.fromJson(json);
    }

    @Test
    void whatOnlyAClusterCanGiveIsRefusedWithTheWayToOne() {
        assertThatThrownBy(() -> OneMachine.capacity(asking(Map.of("nodes", 2)), MACHINE))
                .hasMessage("no trial fits here: nodes: 2 is more than the one machine of this run."
                        + " Run the study on a cluster of as many workers (--cluster DIR), or ask for nodes: 1.");
        assertThatThrownBy(() -> OneMachine.capacity(asking(Map.of("labels", Map.of("zone", "a"))), MACHINE))
                .hasMessageContaining("labels: {zone: a} is offered by no worker of this machine. Run the study on");
        assertThatThrownBy(() -> OneMachine.capacity(asking(Map.of("custom", Map.of("licence", 1))), MACHINE))
                .hasMessageContaining("custom: {licence: 1");
    }

    @Test
    void oneNodeAndSpreadingAreNothingToRefuse() {
        assertThat(OneMachine.capacity(asking(Map.of("nodes", 1, "spread", true)), MACHINE)
                        .slots())
                .isEqualTo(4);
    }

    /** What a study is told beforehand is what the head then finds room for. */
    @Test
    void asManyTrialsRunAtOnceAsWasSaid() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            int cpus = 1 + random.nextInt(64);
            List<String> gpus = IntStream.range(0, random.nextInt(9))
                    .mapToObj(i -> "GPU-" + i)
                    .toList();
            long memory = 1_000_000 * (1L + random.nextInt(64_000));
            Machine machine = Machines.of(Machines.cpus(cpus, 1, cpus), gpus, memory, 66 + random.nextInt(400));
            double gpu = gpus.isEmpty() || random.nextInt(3) == 0
                    ? 0
                    : random.nextBoolean() ? 1.0 / (1 + random.nextInt(9)) : 1 + random.nextInt(gpus.size());
            double cpu = random.nextBoolean() ? 1.0 / (1 + random.nextInt(9)) : 1 + random.nextInt(cpus);
            OptionalLong each = random.nextBoolean()
                    ? OptionalLong.empty()
                    : OptionalLong.of(1 + (long) (memory * random.nextDouble() / 4));
            Resources resources = new Resources(cpu, gpu, each);
            Arbiter arbiter = new Arbiter();
            arbiter.join("local", OneMachine.grants(machine));
            assertThat(arbiter.tenant("study", Demand.of(resources), () -> {}).room())
                    .as(() -> resources + " on " + machine)
                    .isEqualTo(Slots.of(resources, OptionalInt.empty(), machine).slots());
        }
    }
}
