package org.attune.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcuseTest {

    @Test
    void isFoundAgainInItsMessage() {
        Excuse excuse =
                new Excuse("n1.cluster", "ModuleNotFoundError: No module named 'torch', and is tried again: no");
        assertThat(Excuse.in(Cause.NODE_LOST, excuse.message())).hasValue(excuse);
        assertThat(Excuse.in(Cause.ERROR, excuse.message())).isEmpty();
        assertThat(Excuse.in(Cause.NODE_LOST, "n1 was lost: it failed at once on n1"))
                .isEmpty();
    }
}
