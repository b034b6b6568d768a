package org.attune.worker.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PrintedLinesTest {
    private static final Pattern LEFT_OUT = Pattern.compile("\\.\\.\\. (\\d+) lines? (?:was|were) left out");
    private static final int PRINTED = 100_000;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintedLines lines = new PrintedLines("(n1 pid=7) ", shown::writeBytes);

    @Test
    void eachLineSaysWhereItComesFrom() {
        add("one\ntwo\nthr");
        assertThat(shown).hasToString("(n1 pid=7) one\n(n1 pid=7) two\n");
        lines.close();
        assertThat(shown).asString().endsWith("(n1 pid=7) thr\n");
    }

    @Test
    void thatLinesAreLeftOutIsSaidAtOnceAndHowManyLater() {
        add(("x".repeat(100) + "\n").repeat(PRINTED));
        assertThat(shown)
                .asString()
                .contains("(n1 pid=7) ... lines are left out from here on, since more come than the 64 KB a second");
        lines.close();
        List<String> all = shown.toString(StandardCharsets.UTF_8).lines().toList();
        long whole = all.stream().filter(line -> line.endsWith("xxx")).count();
        long leftOut = LEFT_OUT.matcher(shown.toString(StandardCharsets.UTF_8))
                .results()
                .map(MatchResult::group)
                .mapToLong(note -> Long.parseLong(note.replaceAll("\\D", "")))
                .sum();
        assertThat(whole + leftOut).isEqualTo(PRINTED);
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        lines.add(bytes, bytes.length);
    }
}
