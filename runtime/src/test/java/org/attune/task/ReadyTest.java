package org.attune.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadyTest {
    private static boolean hasRun;

    private static final class Program {
        static {
            hasRun = true;
        }
    }

    @Test
    void loadsAProgramAndRunsNothingOfIt() throws Exception {
        Ready ready = new Ready(0, ReadyTest.class.getName() + "$Program");
        assertThat(ready.call()).isEqualTo(ready);
        assertThat(hasRun).isFalse();
        new Program();
        assertThat(hasRun).isTrue();
    }

    @Test
    void aProgramThatIsNotThereIsPassedOver() throws Exception {
        assertThat(new Ready(0, "there.is.no.Such").call().program()).isEqualTo("there.is.no.Such");
    }
}
