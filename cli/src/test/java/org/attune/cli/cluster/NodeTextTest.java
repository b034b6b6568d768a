package org.attune.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeTextTest {
    private static final Instant JOINED = Instant.parse("2026-11-29T22:00:12Z");

    @Test
    void forHowLongAWorkerHasBeenThereTakesLittleRoom() {
        assertThat(up(JOINED.plusSeconds(192))).isEqualTo("3m 12s");
    }

    @Test
    void aClockThatIsBehindTheHeadsShowsNoNegativeTime() {
        assertThat(up(JOINED.minusSeconds(60))).isEqualTo("0s");
    }

    private static Object up(Instant now) {
        Map<String, Object> node = new LinkedHashMap<>(Map.of("id", "n1", "host", "n1", "state", "joined", "cpu", 2));
        node.put("gpus", List.of());
        node.put("since", JOINED.toString());
        return new NodeText(node).row(now).toJson().get("up");
    }
}
