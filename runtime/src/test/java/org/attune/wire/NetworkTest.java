package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkTest extends ConnectionContract {
    static final Duration LONG = Duration.ofSeconds(60);

    private final ClusterKey key = ClusterKey.make();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Dialer dialer = new Dialer();
    private Door door;
    private CuttableRoute route;

    @BeforeEach
    void listen() throws Exception {
        door = Door.open(key, hosts, 0, log::add);
        route = new CuttableRoute(door.port());
    }

    @AfterEach
    void close() {
        route.close();
        dialer.close();
        door.close();
    }

    @Override
    Connection connect() throws Exception {
        return dialer.dial(at(route.port()), key, LONG);
    }

    @Override
    void cut(Connection connection) {
        route.cut();
    }

    static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void aLargeMessageArrives() throws Exception {
        try (Connection connection = connect()) {
            Listener<Piece> heard = new Listener<>();
            connection.carrier(heard);
            byte[] large = new byte[64 << 20];
            large[large.length - 1] = 1;
            Hosts.next(hosts.carriers).link().send(new Piece.Bytes(large));
            heard.awaitTaken(1);
            assertThat(((Piece.Bytes) heard.taken.get(0)).bytes()).isEqualTo(large);
        }
    }

    @Test
    void nobodyThere() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> dialer.dial(at(free), key, LONG))
                .isInstanceOf(ClusterProblem.class)
                .hasMessageContaining("no head can be reached at")
                .hasMessageContaining(":" + free)
                .hasMessageContaining("Connection refused");
    }

    @Test
    void theNextAddressIsTriedWhereOneFails() throws Exception {
        try (Connection connection = dialer.dial(List.of("127.255.255.254", "127.0.0.1"), door.port(), key, LONG)) {
            connection.worker(new Listener<>());
            Hosts.next(hosts.workers);
        }
    }

    @Test
    void aNameThatNobodyKnows() {
        assertThatThrownBy(() -> dialer.dial(InetSocketAddress.createUnresolved("no.such.host", 1), key, LONG))
                .isInstanceOf(ClusterProblem.class)
                .hasMessageContaining("no machine is known by the name no.such.host");
    }

    @Test
    void somebodyWhoNeverAnswers() throws Exception {
        try (ServerSocket mute = new ServerSocket(0)) {
            assertThatThrownBy(() -> dialer.dial(at(mute.getLocalPort()), key, Duration.ofMillis(500)))
                    .isInstanceOf(ClusterProblem.class)
                    .hasMessageContaining("there is no answer from")
                    .hasMessageContaining("within 0.5 s");
        }
    }

    @Test
    void aPortThatIsTaken() {
        assertThatThrownBy(() -> Door.open(key, hosts, door.port(), log::add))
                .isInstanceOf(ClusterProblem.class)
                .hasMessageContaining("cannot listen on port " + door.port());
    }

    @Test
    void aDoorThatIsClosedTellsItsVisitorsAfterWhatWasSaid() throws Exception {
        Listener<ToWorker> heard = new Listener<>();
        connect().worker(heard);
        Hosts.next(hosts.workers).link().send(new ToWorker.Leave("the cluster ends", false));
        door.close();
        assertThat(heard.awaitEnd()).isEqualTo("the head ended");
        assertThat(heard.taken).containsExactly(new ToWorker.Leave("the cluster ends", false));
        assertThatThrownBy(this::connect).isInstanceOf(ClusterProblem.class);
    }
}
