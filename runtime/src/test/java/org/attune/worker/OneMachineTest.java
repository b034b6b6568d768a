package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.attune.machine.Machine;
import org.attune.machine.Machines;
import org.attune.space.SearchSpace;
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
}
