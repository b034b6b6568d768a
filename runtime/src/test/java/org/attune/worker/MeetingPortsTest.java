package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeetingPortsTest {
    @Test
    void noneIsGivenTwiceNorOneThatTheSystemGivesToConnections() throws Exception {
        MeetingPorts ports = MeetingPorts.beside(32_768, 60_999);
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            assertThat(given.add(ports.next())).isTrue();
        }
        assertThat(given).allMatch(port -> port >= 10_240 && port < 32_768);
    }

    @Test
    void whereTheSystemTakesTheLowerOnesTheyAreAbove() throws Exception {
        assertThat(MeetingPorts.beside(1_024, 50_000).next()).isGreaterThan(50_000);
        assertThat(MeetingPorts.beside(1_024, 65_535).next()).isGreaterThanOrEqualTo(10_240);
    }

    @Test
    void oneThatSomebodyListensAtIsPassedOver() throws IOException {
        try (ServerSocket taken = new ServerSocket(MeetingPorts.ofThisMachine().next())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> MeetingPorts.between(port, port).next()).hasMessageContaining("is free");
        }
    }
}
