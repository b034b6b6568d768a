package org.attune.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {

    @ParameterizedTest
    @CsvSource({
        "25276063744, 25.2GB",
        "16000000000, 16GB",
        "1999999999, 1.99GB",
        "999999999, 999MB",
        "123456789012, 123GB",
        "1500, 0.0015MB"
    })
    void aSizeToTypeIsShortAndNeverMoreThanThereIs(long bytes, String text) {
        assertThat(Sizes.typed(bytes)).isEqualTo(text);
    }
}
