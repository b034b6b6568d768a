package org.attune.space.formats.configspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.text.CodePoints;
import org.junit.jupiter.api.Test;

class PythonTextTest {

    @Test
    void indentsAsJsonDumpsDoes() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", null);
        map.put("none", List.of());
        map.put("empty", Map.of());
        map.put("list", Arrays.asList(1L, 1.0, 1e-05, true, null, List.of("a")));
        assertThat(PythonText.json(map)).isEqualTo("""
                        {
                          "name": null,
                          "none": [],
                          "empty": {},
                          "list": [
                            1,
                            1.0,
                            1e-05,
                            true,
                            null,
                            [
                              "a"
                            ]
                          ]
                        }""");
    }

    @Test
    void isAsciiWithEscapesInLowerCase() {
        assertThat(PythonText.json("a\"b\\c/d\n\r\t\b\f\u0001\u007f\u00e9\u6a21\ud83d\ude00\ud83d"))
                .isEqualTo("\"a\\\"b\\\\c/d\\n\\r\\t\\b\\f\\u0001\\u007f\\u00e9\\u6a21\\ud83d\\ude00\\ud83d\"");
    }

    @Test
    void keepsWholeNumbersThatNoDoubleHolds() {
        assertThat(PythonText.json(Arrays.asList(Long.MAX_VALUE, -9007199254740993L, 1e22, 0.1 + 0.2, -0.0)))
                .isEqualTo(
                        "[\n  9223372036854775807,\n  -9007199254740993,\n  1e+22,\n  0.30000000000000004,\n  -0.0\n]");
    }

    @Test
    void representsValuesAsPythonDoes() {
        assertThat(PythonText.repr(
                        Arrays.asList("a", "it's", "\"it's\"", "\\\n\u0001", true, false, null, 1L, 1.0, "\u00e9")))
                .isEqualTo("['a', \"it's\", '\"it\\'s\"', '\\\\\\n\\x01', True, False, None, 1, 1.0, '\u00e9']");
    }

    @Test
    void sortsByCodePoints() {
        assertThat(CodePoints.ORDER.compare("\ud83d\ude00", "\uffee")).isPositive();
        assertThat(CodePoints.ORDER.compare("a", "ab")).isNegative();
    }
}
