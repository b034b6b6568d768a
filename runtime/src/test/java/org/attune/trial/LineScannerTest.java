package org.attune.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    @Test
    void linesWithoutTheMarkAreSkippedWhereverThePiecesAreCut() {
        String text = "attune: 1\nno\r\nxattune: 2\n\nattun\nno\nlast attune: 3";
        for (int cut = 0; cut <= text.length(); cut++) {
            List<String> found = new ArrayList<>();
            LineScanner marked = new LineScanner((line, whole) -> found.add(line), Optional.of("attune:"));
            for (String piece : List.of(text.substring(0, cut), text.substring(cut))) {
                byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
                marked.feed(bytes, bytes.length);
            }
            marked.finish();
            assertThat(found.stream().filter(line -> line.contains("attune:")))
                    .as("cut at " + cut)
                    .containsExactly("attune: 1", "xattune: 2", "last attune: 3");
            assertThat(found).hasSizeLessThanOrEqualTo(4);
        }
    }
}
