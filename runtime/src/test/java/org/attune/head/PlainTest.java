package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainTest {

    @Test
    void wholeAmountsAreWholeNumbers() {
        assertThat(Plain.numbers(Map.of("memory", 2.5276510208e10, "cpu", 1.5, "gpu", 0.0)))
                .isEqualTo(Map.of("memory", 25276510208L, "cpu", 1.5, "gpu", 0L));
    }

    @Test
    void whatIsTooLargeForThatStaysAsItIs() {
        assertThat(Plain.number(1e300)).isEqualTo(1e300);
        assertThat(Plain.number(Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
    }
}
