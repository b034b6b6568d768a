package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.channel.ConnectTimeoutException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReasonsTest {
    private static String of(Status status, boolean listens) {
        return Reasons.ofDialling(
                status, InetSocketAddress.createUnresolved("n1", 4711), Duration.ofSeconds(5), () -> listens);
    }

    @Test
    void aHeadThatHasNoTimeIsNotKeptAwayByAFirewall() {
        assertThat(of(Status.DEADLINE_EXCEEDED, true))
                .isEqualTo(
                        "there is no answer from n1:4711 within 5.0 s. Something listens there: the head is too busy now, or its process stands still.");
    }

    @Test
    void whereNothingIsLetThroughAFirewallMayBeWhy() {
        String firewall =
                "there is no answer from n1:4711 within 5.0 s. Can this machine reach it? A firewall may be in between.";
        assertThat(of(Status.DEADLINE_EXCEEDED, false)).isEqualTo(firewall);
        assertThat(of(Status.UNAVAILABLE.withCause(new ConnectTimeoutException("timed out after 5 s")), false))
                .isEqualTo(firewall);
    }
}
