package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HogTest {

    @ParameterizedTest(name = "{0}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            enough is left                          | 1000 | 50 | 800 50 50     | -
            it takes what three had                 | 1000 | 50 | 820 60 60     | 0
            wherever it is                          | 1000 | 50 | 60 60 820     | 2
            all are alike, and nobody stands out    | 1000 | 50 | 230 230 240 240 | -
            one uses somewhat more                  | 1000 | 50 | 330 280 160 160 | -
            two are as large as each other          | 1000 | 50 | 430 430 40 40 | -
            one of two, three quarters of what is there | 1000 | 0 | 760 220      | 0
            one of two, less than that              | 1000 | 0  | 640 340       | -
            one of many, twice as large as others   | 1000 | 0  | 220 110 110 110 110 110 110 110 | 0
            what is nobody's makes shares smaller   | 1000 | 400 | 460 120       | 0
            one alone takes it from nobody          | 1000 | 0  | 1200          | -
            nothing runs                            | 1000 | 990 |              | -
            """)
    void whoIsEnded(String name, long limit, long nobodys, String bytes, String who) {
        Map<Integer, Long> each = new LinkedHashMap<>();
        if (bytes != null) {
            Arrays.stream(bytes.split(" ")).map(Long::valueOf).forEach(one -> each.put(each.size(), one));
        }
        long used = nobodys + each.values().stream().mapToLong(Long::longValue).sum();
        assertThat(Hog.of(limit, used, each).map(String::valueOf).orElse("-"))
                .as(name)
                .isEqualTo(who);
    }
}
