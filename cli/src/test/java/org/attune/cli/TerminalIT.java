package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real pseudo-terminal, which Python's standard library has and Java's has not. */
class TerminalIT {
    private static final String RUN = """
            import re, sys
            sys.path.insert(0, sys.argv[1])
            from terminal import pictures, record
            wait = sys.argv[4]
            code, pieces = record(sys.argv[5:], int(sys.argv[2]), int(sys.argv[3]),
                                  until=(lambda text: wait in text) if wait else None)
            text = "".join(text for _, text in pieces)
            shown, last = pictures(text)
            print("questions", len(re.findall(r"\\x1b\\[[?>=]?[0-9]*(c|n|\\$p|u)", text)), end=" ")
            rows = [len(picture) - 1 for picture in shown] or [0]
            print("exit", code, "pictures", len(shown), "rows", max(rows), "width", max([len(row) for p in shown for row in p] or [0]))
            for row in last:
                print("".join(character for character, _ in row))
            """;

    @TempDir
    Path folder;

    private Attune attune;

    @BeforeEach
    void hasAStudy() throws Exception {
        attune = new Attune(folder);
        Studies.falling(attune);
        Studies.waiting(attune);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 80, 120})
    void theTableFitsTheTerminalAndItsLastPictureStays(int columns) {
        String text = onTerminal(columns, 30, "", "run", "falling.yaml");
        assertThat(text).contains("exit 0 ").contains("Best", "6 of 6 trials", "falling: 6 trials have ended.");
        assertThat(number(text, "width")).isLessThanOrEqualTo(columns);
        assertThat(number(text, "rows")).isLessThanOrEqualTo(29);
    }

    @Test
    void aLowTerminalIsNotScrolled() {
        String text = onTerminal(80, 8, "", "run", "falling.yaml");
        assertThat(text).contains("exit 0 ");
        assertThat(number(text, "rows")).isLessThanOrEqualTo(7);
    }

    /** A slow terminal would answer into the shell after the end. */
    @Test
    void asksTheTerminalNothing() {
        assertThat(onTerminal(80, 30, "", "run", "falling.yaml")).startsWith("questions 0 ");
        assertThat(onTerminal(80, 30, "", "results", "falling")).startsWith("questions 0 ");
    }

    @Test
    void controlCPauses() {
        String text = onTerminal(80, 30, "running", "run", "waiting.yaml");
        assertThat(text).contains("exit 130 ").contains("paused. What was reported is kept", "attune run waiting.yaml");
    }

    @Test
    void linesCanBeHadOnATerminalToo() {
        String text = onTerminal(80, 30, "", "run", "falling.yaml", "--plain");
        assertThat(text).contains("pictures 0 ", "trial 0 started");
    }

    @Test
    void aChangedSpaceIsAskedAbout() {
        assertThat(attune.run("run", "falling.yaml").code()).isZero();
        assertThat(answering("n"))
                .contains("exit 2 ", "space.x.high: 1.0 -> 2.0", "Go on in the new space? [y/N]", "left as it is");
        assertThat(answering("y")).contains("exit 0 ", "falling: 7 trials have ended.");
        assertThat(attune.run("results", "falling", "--format", "jsonl").jsonLines())
                .hasSize(7);
    }

    private String answering(String answer) {
        return OnATerminal.answering(
                attune, answer, List.of("run", "falling.yaml", "--set", "space.x.high=2.0", "--set", "trials=7"));
    }

    private String onTerminal(int columns, int rows, String until, String... arguments) {
        List<String> words = new ArrayList<>(List.of("python3", "-c", RUN));
        words.add(Attune.repository().resolve("benchmarks").toString());
        words.addAll(List.of(String.valueOf(columns), String.valueOf(rows), until));
        words.add(Attune.distribution().toString());
        words.addAll(List.of(arguments));
        Attune.Ended ended = attune.finish(attune.start(words));
        assertThat(ended.code()).as(ended.err()).isZero();
        return ended.out();
    }

    private static int number(String text, String name) {
        return Integer.parseInt(text.replaceFirst("(?s).* " + name + " (\\d+).*", "$1"));
    }
}
