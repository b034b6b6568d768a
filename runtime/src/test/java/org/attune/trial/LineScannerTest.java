package org.attune.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineScannerTest {
    private final List<String> lines = new ArrayList<>();
    private final LineScanner scanner =
            new LineScanner((line, whole) -> lines.add(whole ? line : "cut:" + line.length()));

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        scanner.feed(bytes, bytes.length);
    }

    @Test
    void linesEndWithANewlineOrACarriageReturn() {
        feed("a\nb\r\nc\rd");
        assertThat(lines).containsExactly("a", "b", "c");
        scanner.finish();
        assertThat(lines).containsExactly("a", "b", "c", "d");
    }

    @Test
    void linesMayComeInPieces() {
        byte[] bytes = "größer\n".getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            scanner.feed(new byte[] {b}, 1);
        }
        assertThat(lines).containsExactly("größer");
    }

    @Test
    void ofAVeryLongLineTheBeginningIsGiven() {
        for (int i = 0; i < 300; i++) {
            feed("0123456789".repeat(1000));
        }
        feed("\nnext\n");
        assertThat(lines).containsExactly("cut:" + LineScanner.LONGEST, "next");
    }
}
