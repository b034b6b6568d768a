package org.attune.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void numbersHaveOneOfTwoTypes() {
        assertThat(Json.list(List.of((byte) 1, (short) 2, 3, 4L, 5f, 6d, new BigDecimal("7.5"))))
                .containsExactly(1L, 2L, 3L, 4L, 5.0, 6.0, 7.5);
        assertThat(Json.normal(0.1f)).isEqualTo(0.1);
        assertThat(Json.parse("[1, 1.0, 1e3]")).isEqualTo(List.of(1L, 1.0, 1000.0));
    }

    @Test
    void textIsReadBackAsTheSameValue() {
        Object value = Json.normal(Map.of("a", Arrays.asList(null, true, 1, 1.0, 1e-300, "ä\n"), "b", Map.of()));

        assertThat(Json.parse(Json.text(value))).isEqualTo(value);
    }

    @Test
    void whatJsonCannotSayIsRefused() {
        assertThatThrownBy(() -> Json.normal(Double.NaN)).hasMessage("JSON has no NaN.");
        assertThatThrownBy(() -> Json.normal(new int[0])).hasMessageStartingWith("a JSON value was expected");
    }

    @Test
    void plainTextIsAsPeopleWriteIt() {
        assertThat(Json.plain(Arrays.asList(1e-4, 1.5e10, 2, 2.0, "a", null, Map.of("k", -1e-5))))
                .isEqualTo("[1e-4, 1.5e10, 2, 2.0, \"a\", null, {k: -1e-5}]");
    }
}
