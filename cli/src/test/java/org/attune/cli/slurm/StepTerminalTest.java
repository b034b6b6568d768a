package org.attune.cli.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.attune.cli.live.Screen;
import org.junit.jupiter.api.Test;

class StepTerminalTest {
    private static final PrintWriter OUT = new PrintWriter(new StringWriter());

    private static Screen screen(int width, int height) {
        return new Screen() {
            @Override
            public int width() {
                return width;
            }

            @Override
            public int height() {
                return height;
            }

            @Override
            public PrintWriter writer() {
                return OUT;
            }
        };
    }

    @Test
    void theFirstTaskDrawsOnATerminalOfTheSizeThatThisHasNow() {
        Map<String, String> task = new HashMap<>();
        assertThat(StepTerminal.of(task, OUT)).isEmpty();
        StepTerminal.announce(screen(120, 40), task);

        Screen drawn = StepTerminal.of(task, OUT).orElseThrow();

        assertThat(drawn.width()).isEqualTo(120);
        assertThat(drawn.height()).isEqualTo(40);
        assertThat(StepTerminal.resized("p")).isFalse();
        assertThat(StepTerminal.resized(StepTerminal.size(screen(80, 24)))).isTrue();
        assertThat(drawn.width()).isEqualTo(80);
        assertThat(drawn.height()).isEqualTo(24);
        assertThat(drawn.writer()).isSameAs(OUT);
    }
}
