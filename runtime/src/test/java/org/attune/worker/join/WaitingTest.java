package org.attune.worker.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private long now;
    private final Waiting waiting = new Waiting(() -> now);
    private final List<Long> given = new ArrayList<>();

    private void fail(boolean late) {
        assertThatThrownBy(() -> waiting.dial(deadline -> {
                    given.add(deadline.toSeconds());
                    now += late ? deadline.toNanos() : 1;
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class);
    }

    @Test
    void waitsLongerForAHeadThatDidNotAnswerInTime() throws IOException {
        for (int i = 0; i < 4; i++) {
            fail(true);
        }
        assertThat(given).containsExactly(5L, 10L, 20L, 20L);
        Dial.Dialled dialled = new Dial.Dialled(null, "n1");
        assertThat(waiting.dial(deadline -> dialled)).isSameAs(dialled);
        fail(true);
        assertThat(given).endsWith(5L);
    }

    @Test
    void waitsNoLongerForAHeadThatIsNotThere() {
        fail(true);
        fail(false);
        fail(false);
        assertThat(given).containsExactly(5L, 10L, 5L);
    }
}
