package org.attune.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadyTest {
    @Test
    void doesWhatReadingAFunctionTakes() throws Exception {
        assertThat(new Ready(0).call()).isTrue();
    }
}
