package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    /** Where it is slow there, as on a machine with too much to do, it is so at its other addresses. */
    @Test
    void ofAHeadOnThisMachineOtherAddressesAreTheLast() {
        Duration time = Duration.ofSeconds(5);
        assertThat(Dialer.knocks(List.of("a", "b", "lo"), Optional.of("lo"), "b", time))
                .extracting(knock -> knock.address() + " " + knock.time().toSeconds())
                .containsExactly("lo 5", "lo 5", "b 2", "a 2", "b 3", "a 3");
        assertThat(Dialer.knocks(List.of("a", "lo"), Optional.empty(), "", time))
                .extracting(knock -> knock.address() + " " + knock.time().toSeconds())
                .containsExactly("a 2", "lo 2", "a 3", "lo 3");
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
                    .hasMessageContaining("within 0.5 s")
                    .hasMessageContaining("the head is too busy now, or its process stands still")
                    .hasMessageNotContaining("firewall");
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

    @Test
    void aReceiverThatHasToWaitDoesNotStopTheNetAndHearsAllInOrder() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Listener<ToHead> heard = new Listener<>();
        Visitors patient = new Hosts() {
            @Override
            public Receiver<ToHead> worker(Link<ToWorker> link) {
                return new Receiver<>() {
                    @Override
                    public void take(ToHead message) {
                        waits.countDown();
                        awaitQuietly(goOn);
                        heard.take(message);
                    }

                    @Override
                    public boolean takeAtOnce(ToHead message) {
                        if (goOn.getCount() == 0) {
                            heard.take(message);
                        }
                        return goOn.getCount() == 0;
                    }

                    @Override
                    public void closed(String why) {
                        heard.closed(why);
                    }
                };
            }
        };
        List<ToHead> said = new ArrayList<>();
        try (Door other = Door.open(key, patient, 0, log::add)) {
            Link<ToHead> link = dialer.dial(at(other.port()), key, LONG).worker(new Listener<>());
            for (int number = 0; number < 100; number++) {
                said.add(new ToHead.Results("s", number, new byte[1]));
                link.send(said.get(number));
            }
            assertThat(waits.await(1, TimeUnit.MINUTES)).isTrue();
            for (int number = 0; number < 4; number++) {
                dialer.dial(at(other.port()), key, LONG).close();
            }
            goOn.countDown();
            heard.awaitTaken(said.size());
            assertThat(heard.taken)
                    .extracting(message -> ((ToHead.Results) message).number())
                    .isSorted()
                    .hasSameSizeAs(said);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
