package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every connection does. */
abstract class ConnectionContract {
    final Hosts hosts = new Hosts();

    /** A new connection to {@link #hosts}. */
    abstract Connection connect() throws Exception;

    /** Breaks a connection as a network does. */
    abstract void cut(Connection connection) throws Exception;

    @Test
    void messagesArriveInOrderBothWays() throws Exception {
        try (Connection connection = connect()) {
            Listener<ToClient> answers = new Listener<>();
            Link<FromClient> link = connection.client(answers);
            int count = 20_000;
            for (long i = 0; i < count; i++) {
                link.send(new FromClient.Withdraw(i));
            }
            var guest = Hosts.next(hosts.clients);
            guest.said().awaitTaken(count);
            assertThat(guest.said().taken)
                    .isEqualTo(IntStream.range(0, count)
                            .mapToObj(i -> new FromClient.Withdraw(i))
                            .toList());
            for (long i = 0; i < count; i++) {
                guest.link().send(new ToClient.Done(i));
            }
            answers.awaitTaken(count);
            assertThat(answers.taken.get(count - 1)).isEqualTo(new ToClient.Done(count - 1));
        }
    }

    @Test
    void theHeadMaySpeakFirst() throws Exception {
        try (Connection connection = connect()) {
            Listener<ToWorker> heard = new Listener<>();
            connection.worker(heard);
            Hosts.next(hosts.workers).link().send(new ToWorker.Dismiss("s"));
            heard.awaitTaken(1);
            assertThat(heard.taken).containsExactly(new ToWorker.Dismiss("s"));
        }
    }

    @Test
    void aLinkThatIsClosedDeliversWhatWasSentAndItsReason() throws Exception {
        try (Connection connection = connect()) {
            Listener<ToWorker> heard = new Listener<>();
            Link<ToHead> link = connection.worker(heard);
            link.send(new ToHead.Leaving("a"));
            link.send(new ToHead.Leaving("b"));
            link.close("enough");
            link.send(new ToHead.Leaving("c"));
            var guest = Hosts.next(hosts.workers);
            assertThat(guest.said().awaitEnd()).isEqualTo("enough");
            assertThat(guest.said().taken).containsExactly(new ToHead.Leaving("a"), new ToHead.Leaving("b"));
            heard.awaitEnd();
        }
    }

    @Test
    void theHeadMayCloseALink() throws Exception {
        try (Connection connection = connect()) {
            Listener<ToWorker> heard = new Listener<>();
            Link<ToHead> link = connection.worker(heard);
            var guest = Hosts.next(hosts.workers);
            guest.link().send(new ToWorker.Dismiss("s"));
            guest.link().close("go away");
            assertThat(heard.awaitEnd()).isEqualTo("go away");
            assertThat(heard.taken).hasSize(1);
            guest.said().awaitEnd();
            link.send(new ToHead.Leaving("unheard"));
            assertThat(guest.said().taken).isEmpty();
        }
    }

    @Test
    void bothEndsLearnOnceThatAConnectionWasCut() throws Exception {
        Connection connection = connect();
        Listener<ToWorker> worker = new Listener<>();
        Listener<Piece> carrier = new Listener<>();
        connection.worker(worker);
        connection.carrier(carrier);
        var far = Hosts.next(hosts.workers).said();
        var farCarrier = Hosts.next(hosts.carriers).said();
        cut(connection);
        for (Listener<?> end : List.of(worker, carrier, far, farCarrier)) {
            assertThat(end.awaitEnd()).isNotEmpty();
        }
        connection.close();
        Listener<ToWorker> late = new Listener<>();
        connection.worker(late).send(new ToHead.Leaving("late"));
        assertThat(late.awaitEnd()).isNotEmpty();
        assertThat(List.of(worker, carrier, far, farCarrier))
                .allSatisfy(end -> assertThat(end.ends).hasSize(1));
    }

    @Test
    void aConnectionThatIsClosedEndsItsLinks() throws Exception {
        Connection connection = connect();
        Listener<ToWorker> heard = new Listener<>();
        Link<ToHead> link = connection.worker(heard);
        link.send(new ToHead.Leaving("a"));
        connection.close();
        heard.awaitEnd();
        var guest = Hosts.next(hosts.workers);
        guest.said().awaitEnd();
        assertThat(guest.said().taken).containsExactly(new ToHead.Leaving("a"));
    }

    @Test
    void whoSendsMuchIsToldToWaitAndWhenToGoOn() throws Exception {
        try (Connection connection = connect()) {
            Link<Piece> link = connection.carrier(new Listener<>());
            AtomicInteger sent = new AtomicInteger();
            AtomicInteger waits = new AtomicInteger();
            int count = 2_000;
            Runnable more = () -> {
                synchronized (sent) {
                    while (sent.get() < count && link.isReady()) {
                        link.send(new Piece.Bytes(new byte[32 << 10]));
                        sent.incrementAndGet();
                    }
                    waits.incrementAndGet();
                }
            };
            link.onReady(more);
            more.run();
            await().atMost(Duration.ofSeconds(60)).until(() -> sent.get() == count);
            assertThat(waits).hasPositiveValue();
            Hosts.next(hosts.carriers).said().awaitTaken(count);
        }
    }

    @Test
    void aReceiverThatFailsEndsItsLink() throws Exception {
        try (Connection connection = connect()) {
            Link<ToHead> link = connection.worker(new Receiver<>() {
                @Override
                public void take(ToWorker message) {
                    throw new IllegalStateException("cannot");
                }

                @Override
                public void closed(String why) {}
            });
            link.send(new ToHead.Leaving("a"));
            var guest = Hosts.next(hosts.workers);
            guest.link().send(new ToWorker.Dismiss("s"));
            assertThat(guest.said().awaitEnd()).contains("not understood").contains("cannot");
        }
    }

    @Test
    void anErrorInAReceiverEndsItsLinkWithTheReason() throws Exception {
        try (Connection connection = connect()) {
            List<String> ends = new CopyOnWriteArrayList<>();
            Link<FromClient> link = connection.client(new Receiver<>() {
                @Override
                public void take(ToClient message) {
                    throw new StackOverflowError("too deep");
                }

                @Override
                public void closed(String why) {
                    ends.add(why);
                }
            });
            link.send(new FromClient.Withdraw(1));
            var guest = Hosts.next(hosts.clients);
            guest.link().send(new ToClient.Done(1));
            assertThat(guest.said().awaitEnd()).contains("too deep");
            await().atMost(Duration.ofSeconds(60)).until(() -> !ends.isEmpty());
        }
    }
}
