package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Queue<Runnable> net = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();
    private boolean isReady;

    private final Outbox<ToClient> outbox = new Outbox<>(
            new Codec<>(ToClient.class),
            new Outbox.Pipe() {
                @Override
                public boolean isReady() {
                    return isReady;
                }

                @Override
                public void send(byte[] frame) {
                    sent.add(frame);
                }

                @Override
                public void end() {}
            },
            net::add,
            Runnable::run);

    private void runNet() {
        while (!net.isEmpty()) {
            net.remove().run();
        }
    }

    @Test
    void aSourceThatFailsEndsTheLinkWithTheReason() {
        isReady = true;
        outbox.source(() -> {
            throw new NoClassDefFoundError("org/attune/Gone");
        });
        outbox.draw();
        runNet();
        assertThat(sent).hasSize(1);
        assertThat(Frames.words(sent.get(0))).contains("NoClassDefFoundError: org/attune/Gone");
    }

    @Test
    void whatAPeerSaysThatListensAgainMayBeTakenAtOnceAndWaitAgain() {
        List<String> done = new ArrayList<>();
        for (int message = 0; message < 9 * 16; message++) {
            outbox.send(new ToClient.Results("s", "w", new byte[64 << 10]));
        }
        outbox.whenListening(() -> {
            done.add(Thread.holdsLock(outbox) ? "under the lock" : "first");
            outbox.whenListening(() -> done.add("second"));
        });
        runNet();
        assertThat(done).isEmpty();
        isReady = true;
        outbox.work();
        runNet();
        assertThat(done).containsExactly("first", "second");
        assertThat(sent).isNotEmpty();
    }

    @Test
    void aPeerIsNotHeardWhileMuchOfWhatItSaidWaits() {
        List<String> heard = new ArrayList<>();
        outbox.backlog(9 << 20);
        outbox.whenListening(() -> heard.add("more"));
        outbox.backlog(-(4 << 20));
        assertThat(heard).isEmpty();
        outbox.backlog(-(2 << 20));
        assertThat(heard).containsExactly("more");
        outbox.whenListening(() -> heard.add("still more"));
        assertThat(heard).containsExactly("more", "still more");
    }

    @Test
    void messagesOfBothFormsArriveInTheirOrder() {
        ToClient.Done other = new ToClient.Done(1);
        ToClient.Results packed = new ToClient.Results("s", "w", new byte[] {1});
        List<ToClient> all = List.of(other, other, packed, packed, other);
        all.forEach(outbox::send);
        isReady = true;
        outbox.work();
        runNet();
        Codec<ToClient> codec = new Codec<>(ToClient.class);
        assertThat(sent.stream().flatMap(frame -> codec.decodeAll(frame).stream()))
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(all);
        assertThat(sent).hasSize(3);
    }
}
