package org.attune.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterTextTest {

    @Test
    void studiesAreCountedAndWhatOneWaitsForIsTold() {
        Map<String, Object> waiting = new LinkedHashMap<>();
        waiting.put("name", "two");
        waiting.put("results", "/results/two");
        waiting.put("waits", "a worker with cpu: 2: 2 of 2 CPUs of n1 are taken by study one (trial 0)");
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", "one");
        one.put("best", 0.20403888373310497);
        StringWriter text = new StringWriter();
        new ClusterText(Map.of(
                        "pid",
                        7L,
                        "host",
                        "n1",
                        "port",
                        40123L,
                        "started",
                        "2026-11-29T22:00:00.5Z",
                        "epoch",
                        1L,
                        "cluster",
                        "c1",
                        "workers",
                        0L,
                        "studies",
                        List.of(one, waiting),
                        "sessions",
                        List.of()))
                .print(new PrintWriter(text, true));
        assertThat(text).hasToString("""
                Head:     process 7 on n1, port 40123, since 2026-11-29T22:00:00Z (head 1 of cluster c1)
                Workers:  none; attune worker starts one
                Studies:  2
                  one, best 0.204
                  two, results /results/two, waits for a worker with cpu: 2: 2 of 2 CPUs of n1 are taken by study one (trial 0)
                Sessions: none
                """);
    }
}
