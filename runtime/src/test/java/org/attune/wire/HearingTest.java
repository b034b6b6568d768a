package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HearingTest {
    private final Hearing hearing = new Hearing();
    private final List<EmbeddedChannel> all = new ArrayList<>();

    @AfterEach
    void close() {
        all.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void soManyAreHeardAtOnceInTheOrderInWhichTheyCame() {
        List<EmbeddedChannel> first = knock(Hearing.AT_ONCE);
        List<EmbeddedChannel> later = knock(2);
        assertThat(first).allMatch(HearingTest::isHeard);
        assertThat(later).noneMatch(HearingTest::isHeard);
        first.get(3).close();
        assertThat(isHeard(later.get(0))).isTrue();
        assertThat(isHeard(later.get(1))).isFalse();
    }

    @Test
    void whoIsSilentLetsOthersGoAhead() {
        List<EmbeddedChannel> first = knock(Hearing.AT_ONCE);
        EmbeddedChannel later = knock(1).get(0);
        assertThat(first).allMatch(HearingTest::isHeard);
        EmbeddedChannel silent = first.get(0);
        silent.advanceTimeBy(2 * Hearing.PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        await(silent, later);
        assertThat(first).allMatch(EmbeddedChannel::isOpen);
    }

    @Test
    void whatWasSaidWhileItWaitedIsHeardInOrderAndReleasedIfItGoes() {
        knock(Hearing.AT_ONCE).forEach(HearingTest::isHeard);
        EmbeddedChannel goes = knock(1).get(0);
        ByteBuf more = Unpooled.wrappedBuffer(new byte[] {22, 2});
        goes.writeInbound(more);
        goes.close();
        assertThat(more.refCnt()).isZero();
    }

    /** Time passes for the silent one by the test's clock, but when it last spoke it knows by the system's. */
    private static void await(EmbeddedChannel silent, EmbeddedChannel later) {
        org.awaitility.Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            silent.advanceTimeBy(Hearing.PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            silent.runScheduledPendingTasks();
            return isHeard(later);
        });
    }

    private List<EmbeddedChannel> knock(int count) {
        List<EmbeddedChannel> knocking = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            EmbeddedChannel channel = new EmbeddedChannel();
            channel.freezeTime();
            channel.pipeline().addFirst(new Stranger(channel, Duration.ofHours(1), hearing));
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {22, 1}));
            knocking.add(channel);
        }
        all.addAll(knocking);
        return knocking;
    }

    private static boolean isHeard(EmbeddedChannel channel) {
        channel.runPendingTasks();
        return channel.inboundMessages().size() > 0;
    }
}
