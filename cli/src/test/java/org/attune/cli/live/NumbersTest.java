package org.attune.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.space.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0.31211234, 0.3121",
        "0.5, 0.5",
        "-12.34567, -12.35",
        "123456.7, 123457",
        "1234567, 1.235e6",
        "0.0000123456, 1.235e-5",
        "0.001, 0.001",
        "1e-4, 1e-4",
        "0, 0",
        "-0.0, 0",
        "27.0, 27",
        "NaN, nan",
        "-Infinity, -inf",
        "1e300, 1e300"
    })
    void keepsFourSignificantDigits(double number, String text) {
        assertThat(Numbers.text(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "59, 59s", "60, 1m 00s", "751, 12m 31s", "3720, 1h 02m", "183600, 2d 03h", "-5, 0s"})
    void showsTheTwoLargestUnitsOfATime(long seconds, String text) {
        assertThat(Numbers.text(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @Test
    void writesConfigurationsAsAssignments() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("lr", 0.00123456);
        values.put("layers", List.of(64, 32));
        values.put("name", "a\nb");
        values.put("none", null);
        values.put("on", true);
        assertThat(Numbers.text(new Configuration(values)))
                .isEqualTo("lr=0.001235 layers=[64,32] name=a?b none=null on=true");
    }
}
