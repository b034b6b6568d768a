package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"adam", "l1 and l2", "3x", "truely", "C:\\data", "größe", "1.2.3"})
    void textsStandAsTheyAre(String text) {
        assertThat(ValueText.of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1e-3", "true", "null", "[1]", "", " ", " adam"})
    void textsThatLookLikeAnotherValueOrNoneAreInQuotes(String text) {
        assertThat(ValueText.of(text)).isEqualTo('"' + text + '"');
    }

    @Test
    void aTextThatIsInQuotesItselfOrHasLinesIsQuoted() {
        assertThat(ValueText.of("\"1\"")).isEqualTo("\"\\\"1\\\"\"");
        assertThat(ValueText.of("a\nb")).isEqualTo("\"a\\nb\"");
    }

    @Test
    void allElseIsJson() {
        assertThat(ValueText.of(1L)).isEqualTo("1");
        assertThat(ValueText.of(0.5)).isEqualTo("0.5");
        assertThat(ValueText.of(true)).isEqualTo("true");
    }
}
