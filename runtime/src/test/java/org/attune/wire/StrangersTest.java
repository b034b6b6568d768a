package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers without the cluster's key, at a real port. */
class StrangersTest {
    private static final byte[] HTTP2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HALF_A_HELLO = {22, 3, 1, 2, 0, 1, 0, 1};
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ClusterKey key = ClusterKey.make();
    private final Hosts hosts = new Hosts();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Strangers strangers = new Strangers(log::add);
    private final Dialer dialer = new Dialer();
    private final List<SocketChannel> sockets = new ArrayList<>();
    private Door door;

    @BeforeEach
    void listen() throws Exception {
        door = Door.open(key, hosts, 0, strangers, Tls.best());
    }

    @AfterEach
    void close() throws Exception {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
        dialer.close();
        door.close();
    }

    @Test
    void tenThousandSilentConnectionsKeepNobodyOut() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            knock(new byte[0]);
            if (i % 2_500 == 2_000) {
                aWorkerGetsIn();
            }
            assertThat(strangers.count()).isLessThanOrEqualTo(Strangers.MOST);
        }
        aWorkerGetsIn();
        await().atMost(LONG).until(() -> strangers.count() == 0);
        assertThat(log).hasSizeLessThanOrEqualTo(3).first().asString().startsWith("refused 127.0.0.1: it said nothing");
    }

    @Test
    void handshakesThatAreNeverFinishedKeepNobodyOut() throws Exception {
        for (int i = 0; i < 2 * Strangers.MOST; i++) {
            knock(HALF_A_HELLO);
        }
        aWorkerGetsIn();
        assertThat(strangers.count()).isLessThanOrEqualTo(Strangers.MOST);
        await().atMost(LONG).until(() -> strangers.count() == 0);
        assertThat(log).hasSizeLessThanOrEqualTo(3).first().asString().startsWith("refused 127.0.0.1: ");
    }

    /** They came at the same moment as those for whom there is no room, and no thread listens to them yet. */
    @Test
    void thoseWhoHaveJustComeAreNotSentAway() throws Exception {
        Strangers full = new Strangers(log::add);
        List<NioSocketChannel> guests = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(null)) {
            for (int i = 0; i < Strangers.MOST; i++) {
                sockets.add(SocketChannel.open(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), server.socket().getLocalPort())));
                guests.add(new NioSocketChannel(null, server.accept()));
                full.greet(guests.get(i));
            }
            Thread.sleep(150); // all were silent for too long by then
            assertThat(full.makeRoom()).isFalse();
            assertThat(guests).allMatch(NioSocketChannel::isOpen);
        } finally {
            guests.forEach(guest -> guest.unsafe().closeForcibly());
        }
    }

    @Test
    void oneThatIsGoneBeforeItIsGreetedIsClosed() {
        NioSocketChannel gone = new NioSocketChannel();
        strangers.greet(gone);
        assertThat(gone.isOpen()).isFalse();
        assertThat(strangers.count()).isZero();
    }

    @Test
    void aFaultWithOneWhoComesDoesNotCloseTheDoorForAllOthers() throws Exception {
        EventLoopGroup loops = Transport.loops("test", 1);
        CompletableFuture<Throwable> fault = new CompletableFuture<>();
        Channel entrance = new ServerBootstrap()
                .group(loops)
                .channelFactory(() -> new Entrance(null))
                .handler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                        fault.complete(cause);
                    }
                })
                .childHandler(new ChannelInboundHandlerAdapter())
                .bind(0)
                .sync()
                .channel();
        try {
            sockets.add(SocketChannel.open(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), ((InetSocketAddress) entrance.localAddress()).getPort())));
            assertThat(fault.get(60, TimeUnit.SECONDS)).isInstanceOf(NullPointerException.class);
            assertThat(entrance.isActive()).isTrue();
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void plainTextIsRefused() throws Exception {
        isRefused("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        nobodyCameIn();
        assertThat(log).containsExactly("refused 127.0.0.1: it does not speak TLS");
    }

    @Test
    void plainHttp2WithEndlessHeadersIsRefused() throws Exception {
        isRefused(http2WithEndlessHeaders());
        nobodyCameIn();
    }

    @Test
    void garbageIsRefused() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            byte[] garbage = new byte[1 + random.nextInt(4096)];
            random.nextBytes(garbage);
            isRefused(garbage);
        }
        byte[] endless = new byte[1 << 20];
        endless[0] = 22;
        isRefused(endless);
        nobodyCameIn();
    }

    @Test
    void whoHasNoKeyIsRefusedWhateverItSaysAfterTheHandshake() throws Exception {
        isRefusedOverTls(null, "TLSv1.3");
        assertThat(log).containsExactly("refused 127.0.0.1: it did not show this cluster's key over TLS 1.3");
    }

    @Test
    void whoGoesByItselfIsNotSaidToLackTheKey() throws Exception {
        try (SocketChannel socket = SocketChannel.open(NetworkTest.at(door.port()))) {
            socket.write(ByteBuffer.wrap(HALF_A_HELLO));
            await().atMost(LONG).until(() -> strangers.count() == 1);
        }
        nobodyCameIn();
        assertThat(log).containsExactly("refused 127.0.0.1: it went away before it had shown this cluster's key");
    }

    /** Where the head has much to do, its own dial again. */
    @Test
    void nothingIsSaidOfWhoGoesByItselfWhereTheClustersOwnAre() throws Exception {
        aWorkerGetsIn();
        try (SocketChannel socket = SocketChannel.open(NetworkTest.at(door.port()))) {
            socket.write(ByteBuffer.wrap(HALF_A_HELLO));
            await().atMost(LONG).until(() -> strangers.count() == 1);
        }
        await().atMost(LONG).until(() -> strangers.count() == 0);
        isRefused("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        await().atMost(LONG).until(() -> !log.isEmpty());
        assertThat(log).containsExactly("refused 127.0.0.1: it does not speak TLS");
    }

    @Test
    void whoHasAnotherKeyIsRefused() throws Exception {
        isRefusedOverTls(ClusterKey.make(), "TLSv1.3");
    }

    @Test
    void anOlderTlsIsRefusedEvenWithTheKey() throws Exception {
        isRefusedOverTls(key, "TLSv1.2");
    }

    @Test
    void theKeyOfAnOlderClusterIsRefusedAtBothEnds() throws Exception {
        assertThatThrownBy(() -> dialer.dial(NetworkTest.at(door.port()), ClusterKey.make(), LONG))
                .isInstanceOf(ClusterProblem.class)
                .hasMessageContaining("holds another key than this one")
                .hasMessageContaining("Copy its key.pem once more");
        nobodyCameIn();
        assertThat(log).containsExactly("refused 127.0.0.1: it did not show this cluster's key over TLS 1.3");
    }

    @Test
    void whatWasRecordedIsOfNoUse() throws Exception {
        byte[] recorded;
        try (CuttableRoute route = new CuttableRoute(door.port());
                Connection connection = dialer.dial(NetworkTest.at(route.port()), key, LONG)) {
            connection.worker(new Listener<>()).send(new ToHead.Leaving("a"));
            Hosts.next(hosts.workers).said().awaitTaken(1);
            recorded = route.recorded();
        }
        assertThat(recorded).hasSizeGreaterThan(1000);
        isRefused(recorded);
        nobodyCameIn();
    }

    private void isRefused(byte[] words) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.setSoTimeout(60_000);
            try {
                socket.getOutputStream().write(words);
                socket.getInputStream().readAllBytes();
            } catch (java.net.SocketTimeoutException e) {
                throw new AssertionError("it was not cut off", e);
            } catch (IOException reset) {
                assertThat(reset).hasMessageMatching("(?i).*(reset|broken pipe|aborted).*");
            }
        }
    }

    private void isRefusedOverTls(ClusterKey shown, String version) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                shown == null ? null : new KeyManager[] {new OwnKey(shown)},
                new TrustManager[] {new AnyTrust()},
                new SecureRandom());
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.setSoTimeout(60_000);
            socket.setEnabledProtocols(new String[] {version});
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getOutputStream().write(http2WithEndlessHeaders());
                        while (socket.getInputStream().read() >= 0) {
                            continue;
                        }
                        throw new IOException("closed");
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(java.net.SocketTimeoutException.class);
        }
        nobodyCameIn();
    }

    private void nobodyCameIn() throws Exception {
        await().atMost(LONG).until(() -> strangers.count() == 0);
        assertThat(hosts.workers).isEmpty();
        assertThat(hosts.clients).isEmpty();
        assertThat(hosts.carriers).isEmpty();
        assertThat(log).hasSizeBetween(1, 2);
        aWorkerGetsIn();
    }

    /** It may have to ask more than once where thousands knock, as workers do. */
    private void aWorkerGetsIn() throws Exception {
        try (Connection connection = await().atMost(LONG.multipliedBy(2))
                .ignoreException(ClusterProblem.class)
                .until(() -> dialer.dial(NetworkTest.at(door.port()), key, LONG), Objects::nonNull)) {
            connection.worker(new Listener<>()).send(new ToHead.Leaving("again"));
            Hosts.next(hosts.workers).said().awaitTaken(1);
        }
    }

    private void knock(byte[] words) throws IOException {
        SocketChannel socket = SocketChannel.open();
        sockets.add(socket);
        if (words.length == 0) {
            socket.configureBlocking(false);
        }
        socket.connect(NetworkTest.at(door.port()));
        if (words.length > 0) {
            socket.write(ByteBuffer.wrap(words));
        }
    }

    private static byte[] http2WithEndlessHeaders() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HTTP2);
        bytes.writeBytes(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        for (int i = 0; i < 100; i++) {
            bytes.writeBytes(new byte[] {0, 64, 0, (byte) (i == 0 ? 1 : 9), 0, 0, 0, 0, 1});
            bytes.writeBytes(new byte[64 << 8]);
        }
        return bytes.toByteArray();
    }

    private static final class AnyTrust extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
