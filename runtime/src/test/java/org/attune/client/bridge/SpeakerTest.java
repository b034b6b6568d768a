package org.attune.client.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is written on a thread that must not wait. */
class SpeakerTest {
    private final PipedInputStream program = new PipedInputStream(1 << 16);
    private final Speaker speaker = new Speaker(output(program), program);

    private static PipedOutputStream output(PipedInputStream program) {
        try {
            return new PipedOutputStream(program);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private boolean says(int bytes) {
        return speaker.sayAtOnce(() -> new byte[bytes]);
    }

    @Test
    void onlyWhatAPipeHasRoomForIsWrittenAtOnce() throws Exception {
        assertThat(says(4097)).isFalse();
        assertThat(says(4096)).isTrue();
        assertThat(says(1)).as("the program has not read what came before").isFalse();
        assertThat(program.readNBytes(4096)).hasSize(4096);
        assertThat(says(4000)).isTrue();
        assertThat(says(97)).as("no room is left").isFalse();
        assertThat(says(96)).isTrue();
        assertThat(program.readNBytes(4096)).hasSize(4096);
        assertThat(says(1)).isTrue();
    }

    @Test
    void nobodyIsWaitedForWhoWritesMuch() throws Exception {
        CompletableFuture<Boolean> second = new CompletableFuture<>();
        speaker.sayAtOnce(() -> {
            second.complete(CompletableFuture.supplyAsync(() -> says(1)).join());
            return new byte[1];
        });
        assertThat(second.get()).isFalse();
        assertThat(program.available()).isEqualTo(1);
    }
}
