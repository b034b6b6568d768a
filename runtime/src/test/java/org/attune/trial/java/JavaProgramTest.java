package org.attune.trial.java;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.attune.spec.Resources;
import org.junit.jupiter.api.Test;

class JavaProgramTest {

    @Test
    void aTrialsJavaIsSizedByWhatTheTrialGets() {
        assertThat(JavaProgram.granted(new Resources(2.5, 0, OptionalLong.of(4_000_000_000L))))
                .containsExactly("-XX:ActiveProcessorCount=2", "-XX:MaxRAM=4000000000", "-XX:MaxRAMPercentage=70");
    }

    @Test
    void aPartOfACpuIsOneProcessor() {
        assertThat(JavaProgram.granted(new Resources(0.5, 0, OptionalLong.empty())))
                .containsExactly("-XX:ActiveProcessorCount=1");
    }

    @Test
    void aStudyThatSetsItsThreadsItselfHasAllProcessors() {
        assertThat(JavaProgram.granted(new Resources(1, 0, OptionalLong.empty(), Optional.empty(), false)))
                .isEmpty();
    }
}
