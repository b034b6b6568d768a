package org.attune.cli.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongLinesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a\n", "a\nb", "\n", "\n\nb\n", "a\n\n"})
    void areThoseThatAStringHas(String text) throws IOException {
        assertThat(all(new StringReader(text))).isEqualTo(text.lines().toList());
    }

    @Test
    void mayBeLongerThanWhatIsReadAtOnce() throws IOException {
        String text = "x".repeat(200_000) + "\ny\n" + "z".repeat(65_536) + "\n" + "w".repeat(65_535) + "\nend";
        assertThat(all(new StringReader(text))).isEqualTo(text.lines().toList());
    }

    @Test
    void mayComeInPieces() throws IOException {
        Reader pieces = new StringReader("first\nsecond\nthird") {
            @Override
            public int read(char[] buffer) throws IOException {
                return read(buffer, 0, 4);
            }
        };
        assertThat(all(pieces)).containsExactly("first", "second", "third");
    }

    @Test
    void ofAnEndlessLineOnlyTheBeginningIsHeld() throws IOException {
        String line = "x".repeat((16 << 20) + 100_000);
        assertThat(all(new StringReader(line + "\nnext")))
                .satisfiesExactly(
                        first -> assertThat(first.length()).isEqualTo(16 << 20),
                        second -> assertThat(second).isEqualTo("next"));
    }

    private static List<String> all(Reader in) throws IOException {
        LongLines lines = new LongLines(in);
        List<String> all = new ArrayList<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            all.add(line);
        }
        return all;
    }
}
