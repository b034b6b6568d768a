package org.attune.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
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
        long length = TrialOutput.read(results, trial, out);
        assertThat(length).isEqualTo(out.size());
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
    void withoutAFileThereIsNothing() throws Exception {
        assertThat(read(0)).isEmpty();
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
    void itCanBeFollowed() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AtomicBoolean running = new AtomicBoolean(true);
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            try {
                TrialOutput.read(results, 1, out, running::get);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        try (OutputLog log = new OutputLog(results)) {
            log.append(1, 1, bytes("first\n"));
            Awaitility.await().until(() -> out.toString(StandardCharsets.UTF_8).equals("first\n"));
            log.append(2, 1, bytes("other\n"));
            log.append(1, 1, bytes("second\n"));
        }
        running.set(false);
        reader.join();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("first\nsecond\n");
    }
}
