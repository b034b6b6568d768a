package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSsl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A cluster has machines of several kinds: who encrypts differs between them. */
class TlsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ClusterKey key = ClusterKey.make();
    private final List<String> log = new CopyOnWriteArrayList<>();

    static Stream<Arguments> pairs() {
        List<Tls> there = OpenSsl.isAvailable() ? List.of(Tls.values()) : List.of(Tls.JAVA);
        return there.stream().flatMap(head -> there.stream().map(peer -> Arguments.of(head, peer)));
    }

    @BeforeAll
    static void prepare() {
        Transport.prepare();
    }

    @Test
    void commonMachinesHaveTheNativeOne() {
        assertThat(OpenSsl.isAvailable())
                .as(String.valueOf(OpenSsl.unavailabilityCause()))
                .isEqualTo(Tls.isNativeBrought());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void bothUnderstandEachOther(Tls head, Tls peer) throws Exception {
        Hosts hosts = new Hosts();
        try (Door door = Door.open(key, hosts, 0, new Strangers(log::add), head);
                Dialer dialer = new Dialer(Optional.of(peer));
                Connection connection = dialer.dial(at(door), key, LONG)) {
            Listener<Piece> heard = new Listener<>();
            connection.carrier(heard);
            byte[] large = new byte[8 << 20];
            large[large.length - 1] = 1;
            Hosts.next(hosts.carriers).link().send(new Piece.Bytes(large));
            heard.awaitTaken(1);
            assertThat(((Piece.Bytes) heard.taken.get(0)).bytes()).isEqualTo(large);
        }
        assertThat(log).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void noneLetsInAnotherKey(Tls head, Tls peer) throws Exception {
        try (Door door = Door.open(key, new Hosts(), 0, new Strangers(log::add), head);
                Dialer dialer = new Dialer(Optional.of(peer))) {
            assertThatThrownBy(() -> dialer.dial(at(door), ClusterKey.make(), LONG))
                    .isInstanceOf(ClusterProblem.class)
                    .hasMessageContaining("key");
        }
    }

    private static InetSocketAddress at(Door door) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port());
    }
}
