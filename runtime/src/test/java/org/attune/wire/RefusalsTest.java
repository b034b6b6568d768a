package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private final List<String> lines = new ArrayList<>();
    private long now;
    private final Refusals refusals = new Refusals(lines::add, () -> now);

    @Test
    void eachPeerIsToldOfOnceAMinute() {
        for (int second = 0; second < 61; second++) {
            now = TimeUnit.SECONDS.toNanos(second);
            refusals.refused("10.0.0.1", "it said nothing");
        }
        refusals.refused("10.0.0.2", "it does not speak TLS");
        assertThat(lines)
                .containsExactly(
                        "refused 10.0.0.1: it said nothing",
                        "refused 10.0.0.1: it said nothing (and 59 times since the last such line)",
                        "refused 10.0.0.2: it does not speak TLS");
    }

    @Test
    void aMultitudeOfPeersIsToldOfTogether() {
        for (int peer = 0; peer < 100_000; peer++) {
            refusals.refused("10.0." + peer / 256 + "." + peer % 256, "it said nothing");
        }
        assertThat(lines).hasSizeLessThan(300).last().asString().startsWith("refused many others");
        now = TimeUnit.MINUTES.toNanos(2);
        refusals.refused("10.9.9.9", "it said nothing");
        assertThat(lines).last().isEqualTo("refused 10.9.9.9: it said nothing");
    }
}
