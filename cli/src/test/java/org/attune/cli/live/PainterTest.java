package org.attune.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class PainterTest {
    private final Painter painter = new Painter();

    @Test
    void paintsOverThePictureBefore() {
        assertThat(paint(80, "one", "two")).doesNotContain("A\r").contains("one", "two");
        assertThat(paint(80, "three")).contains("\u001b[2A\r", "three", "\u001b[J");
        assertThat(paint(80, "four")).contains("\u001b[1A\r");
    }

    @Test
    void writesNothingIfNothingHasChanged() {
        paint(80, "one");
        assertThat(paint(80, "one")).isEmpty();
    }

    @Test
    void reachesTheTopAlsoWhenTheTerminalHasWrappedTheLines() {
        paint(80, "x".repeat(50), "");
        assertThat(paint(20, "y")).contains("\u001b[4A\r");
    }

    @Test
    void putsWhatIsSaidAboveThePicture() {
        paint(80, "one");
        assertThat(painter.paint(List.of("said"), List.of(new AttributedString("one")), 80))
                .containsSubsequence("\u001b[1A\r", "said", "one");
    }

    private String paint(int width, String... lines) {
        return painter.paint(
                List.of(), List.of(lines).stream().map(AttributedString::new).toList(), width);
    }
}
