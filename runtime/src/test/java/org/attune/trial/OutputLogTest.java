package org.attune.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLogTest {
    @TempDir
    Path results;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String read(int trial) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputReader reader = new OutputReader(results, trial)) {
            assertThat(reader.copy(out)).isEqualTo(out.size() > 0);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private void write(int trial, String text) throws Exception {
        try (OutputLog log = new OutputLog(results)) {
            log.append(trial, 1, bytes(text));
        }
    }

    @Test
    void eachTrialIsReadAlone() throws Exception {
        try (OutputLog log = new OutputLog(results)) {
            log.append(1, 1, bytes("one "));
            log.append(2, 1, bytes("two "));
            log.append(1, 2, bytes("one again"));
        }
        assertThat(read(1)).isEqualTo("one one again");
        assertThat(read(2)).isEqualTo("two ");
        assertThat(read(3)).isEmpty();
    }

    @Test
    void partsOfAnAttemptPrintBesideEachOtherAndTheFirstEndsIt() throws Exception {
        int second = OutputPart.of(1, 1);
        try (OutputLog log = new OutputLog(results)) {
            assertThat(log.take(1, 1, 0, bytes("zero "), false)).isEqualTo(5);
            assertThat(log.take(1, second, 0, bytes("one "), false)).isEqualTo(4);
            assertThat(log.take(1, second, 0, bytes("one "), false)).isEqualTo(4);
            log.take(1, second, 4, bytes(""), true);
        }
        try (OutputReader reader = new OutputReader(results, 1)) {
            List<Integer> attempts = new ArrayList<>();
            reader.read((attempt, rank, bytes) -> attempts.add(attempt));
            assertThat(attempts).containsExactly(1, 1);
            assertThat(reader.ended()).isZero();
        }
        try (OutputLog log = new OutputLog(results)) {
            assertThat(log.take(1, second, 0, bytes("one "), false)).isEqualTo(OutputLog.ALL);
            log.take(1, 1, 5, bytes("end"), true);
        }
        assertThat(read(1)).isEqualTo("zero one end");
    }

    @Test
    void withoutAFileThereIsNothingToRead() {
        assertThatThrownBy(() -> read(0)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aTornTailIsNotReadAndIsCutWhenWritingGoesOn() throws Exception {
        write(1, "whole");
        write(1, "torn off");
        Path file = results.resolve(OutputLog.FILE);
        long length = Files.size(file);
        for (long cut = length - 1; cut >= length - 8 - 16; cut--) {
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                raw.setLength(cut);
            }
            assertThat(read(1)).isEqualTo("whole");
        }
        write(1, ", and more");
        assertThat(read(1)).isEqualTo("whole, and more");
    }

    @Test
    void aDamagedHeadEndsTheFile() throws Exception {
        write(1, "whole");
        try (RandomAccessFile raw =
                new RandomAccessFile(results.resolve(OutputLog.FILE).toFile(), "rw")) {
            raw.seek(raw.length());
            raw.write(new byte[100]);
        }
        assertThat(read(1)).isEqualTo("whole");
    }

    @Test
    void theFirstMebibyteAndTheLastWordsAreKept() throws Exception {
        try (OutputLog log = new OutputLog(results)) {
            for (int i = 0; i < 100; i++) {
                log.append(1, 1, bytes("x".repeat(1 << 15)));
            }
            log.append(1, 1, bytes("the end"));
            log.finish(1, 1);
        }
        String text = read(1);
        assertThat(text)
                .hasSizeBetween(OutputLog.KEPT, OutputLog.KEPT + OutputLog.TAIL + 200)
                .endsWith("the end");
        assertThat(text).containsPattern("\\[attune: \\d+ bytes are left out here");
    }

    @Test
    void theMeasureOfATrialIsKnownAfterARestart() throws Exception {
        write(1, "x".repeat(OutputLog.KEPT));
        write(1, "more");
        assertThat(read(1)).hasSize(OutputLog.KEPT);
    }

    @Test
    void itCanBeReadWhileItIsWritten() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputLog log = new OutputLog(results);
                OutputReader reader = new OutputReader(results, 1)) {
            assertThat(reader.copy(out)).isFalse();
            log.append(1, 1, bytes("first\n"));
            await().atMost(1, TimeUnit.MINUTES).until(() -> reader.copy(out));
            log.append(2, 1, bytes("other\n"));
            log.append(1, 1, bytes("second\n"));
            await().atMost(1, TimeUnit.MINUTES).until(() -> reader.copy(out));
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("first\nsecond\n");
    }
}
