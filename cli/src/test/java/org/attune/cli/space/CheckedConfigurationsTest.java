package org.attune.cli.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.attune.space.SearchSpace;
import org.attune.text.Json;
import org.junit.jupiter.api.Test;

class CheckedConfigurationsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int check(String... lines) throws IOException {
        return new CheckedConfigurations(
                        SearchSpace.builder().integer("x", 1, 9).build())
                .judge(
                        new StringReader(String.join("\n", lines)),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true));
    }

    private List<Map<?, ?>> verdicts() {
        List<Map<?, ?>> verdicts = new ArrayList<>();
        out.toString().lines().forEach(line -> verdicts.add((Map<?, ?>) Json.parse(line)));
        return verdicts;
    }

    @Test
    void allValidIsZero() throws IOException {
        assertThat(check("{\"x\": 1}", "", "{\"x\": 2}", "")).isZero();
        assertThat(verdicts())
                .hasSize(2)
                .allSatisfy(verdict -> assertThat(verdict.get("valid")).isEqualTo(true));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void someInvalidIsOne() throws IOException {
        assertThat(check("{\"x\": 1}", "{\"y\": 2}", "{\"x\": NaN}")).isEqualTo(1);
        assertThat(err.toString()).isEqualToIgnoringNewLines("attune: 2 of 3 configurations not valid.");
    }

    @Test
    void aLineThatIsNoJsonObjectHasAVerdictWithItsPlaceAndTheOthersAreStillJudged() throws IOException {
        assertThat(check("{\"x\": 1}", "{\"x\": }", "[{\"x\": 1}]", "3", "{\"x\": 1},", "{\"x\": 2}"))
                .isEqualTo(2);
        assertThat(verdicts()).hasSize(6);
        assertThat(verdicts().subList(1, 5)).allSatisfy(verdict -> {
            assertThat(verdict.get("valid")).isEqualTo(false);
            assertThat(verdict.get("error")).isEqualTo("not_json");
        });
        assertThat(verdicts().get(1).get("message").toString()).startsWith("line 2, column 7: ");
        assertThat(verdicts().get(5).get("valid")).isEqualTo(true);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "attune: 4 of 6 lines could not be read as JSON objects, the first is line 2.");
    }
}
