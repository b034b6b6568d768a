package org.attune.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankedLinesTest {
    @TempDir
    Path results;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final RankedLines lines = new RankedLines((attempt, line) -> shown.writeBytes(line));
    private OutputLog log;

    @BeforeEach
    void open() throws IOException {
        log = new OutputLog(results);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void print(int rank, String text) {
        log.append(0, OutputPart.of(1, rank), text.getBytes(StandardCharsets.UTF_8));
    }

    private String shown() throws IOException {
        try (OutputReader reader = new OutputReader(results, 0)) {
            reader.read(lines);
        }
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void linesOfSeveralProcessesStayWholeAndTellTheirRank() throws IOException {
        print(1, "one be");
        print(0, "zero begins ");
        print(12, "twelve\n");
        print(1, "gins\nand go");
        print(0, "and ends\n");
        print(1, "es on\n");
        assertThat(shown()).isEqualTo("[12] twelve\n[1] one begins\nzero begins and ends\n[1] and goes on\n");
    }

    @Test
    void aLetterOfSeveralBytesMayComeInPieces() throws IOException {
        byte[] text = "naïve €\n".getBytes(StandardCharsets.UTF_8);
        for (byte next : text) {
            log.append(0, OutputPart.of(1, 1), new byte[] {next});
            print(0, ".");
        }
        assertThat(shown()).isEqualTo("[1] naïve €\n");
        lines.finish();
        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("[1] naïve €\n" + ".".repeat(text.length) + "\n");
    }

    @Test
    void aProgressBarIsShownAsItMoves() throws IOException {
        print(0, "\r10%");
        print(0, "\r20%");
        print(1, "windows\r\nnext\r");
        print(1, "\n");
        assertThat(shown()).isEqualTo("\r10%\r[1] windows\r\n[1] next\r\n");
    }

    @Test
    void whatEndsWithoutTheEndOfALineIsShownWhenItsProcessIsOver() throws IOException {
        print(1, "Killed");
        print(0, "no end");
        log.finish(0, OutputPart.of(1, 1));
        print(2, "two\n");
        assertThat(shown()).isEqualTo("[1] Killed\n[2] two\n");
        lines.finish();
        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("[1] Killed\n[2] two\nno end\n");
    }
}
