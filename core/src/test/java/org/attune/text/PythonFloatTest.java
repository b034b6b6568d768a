package org.attune.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonFloatTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "-0.0, -0.0",
        "0.1, 0.1",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "-1.5e-7, -1.5e-07",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1.25e100, 1.25e+100",
        "2e-323, 2e-323",
        "4.9e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "123456789.125, 123456789.125",
        "3.16227766e-4, 0.000316227766",
        "9007199254740993, 9007199254740992.0",
        "0x1p-1017, 7.120236347223045e-307",
        "0x1p-44, 5.684341886080802e-14",
        "0.30000000000000004, 0.30000000000000004",
        "1e22, 1e+22",
        "1e23, 1e+23"
    })
    void printsAsPythonDoes(double number, String expected) {
        assertThat(PythonFloat.text(number)).isEqualTo(expected);
    }

    @Test
    void readsBackAsTheSameNumber() {
        SplittableRandom random = new SplittableRandom(20261125);
        for (int i = 0; i < 20_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number)) {
                assertThat(Double.parseDouble(PythonFloat.text(number))).isEqualTo(number);
            }
        }
    }
}
