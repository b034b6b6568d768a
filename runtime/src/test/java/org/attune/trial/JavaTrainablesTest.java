package org.attune.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.attune.tuner.JavaTrainable;
import org.attune.tuner.TrialContext;
import org.junit.jupiter.api.Test;

class JavaTrainablesTest {
    /** Can be loaded. */
    public static final class Good implements JavaTrainable {
        @Override
        public void run(TrialContext trial) {}
    }

    /** Needs something to be made. */
    public record Demanding(int size) implements JavaTrainable {
        @Override
        public void run(TrialContext trial) {}
    }

    /** Cannot be made. */
    public static final class Broken implements JavaTrainable {
        public Broken() {
            throw new IllegalStateException("no data");
        }

        @Override
        public void run(TrialContext trial) {}
    }

    private static void assertRefused(String name, String reason) {
        assertThatThrownBy(() -> JavaTrainables.load(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(name);
    }

    @Test
    void aClassThatFitsIsLoaded() {
        assertThat(JavaTrainables.load(Good.class.getName())).isInstanceOf(Good.class);
    }

    @Test
    void othersAreRefusedWithTheReason() {
        assertRefused("com.acme.Nowhere", "there is no class");
        assertRefused("java.lang.String", "implements org.attune.tuner.JavaTrainable");
        assertRefused(Demanding.class.getName(), "constructor without parameters");
        assertRefused(Broken.class.getName(), "no data");
    }
}
