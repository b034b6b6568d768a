package org.attune.wire;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.attune.Version;

/** Connects to heads, over TLS 1.3. Few threads serve all its connections. Thread-safe. */
public final class Dialer implements AutoCloseable {
    /** The least time in which there may be an answer, from afar. */
    private static final Duration BRIEFLY = Duration.ofSeconds(2);

    private final Tls tls;
    private final EventLoopGroup loop;
    private final ThreadPoolExecutor executor;
    private final Set<NetworkConnection> connections = ConcurrentHashMap.newKeySet();

    private volatile String reached = "";

    public Dialer() {
        this(Optional.empty());
    }

    /** {@code tls}: else the best that there is. */
    Dialer(Optional<Tls> tls) {
        Transport.prepare();
        this.tls = tls.orElseGet(Tls::best);
        loop = Transport.loops("attune-dialer-net", 1);
        executor = new Threads("attune-dialer", 2, 30);
    }

    /** Whether Attune brings BoringSSL for machines like this one. */
    public static boolean isNativeBrought() {
        return Tls.isNativeBrought();
    }

    /** Why connections of this process are encrypted by Java, which is slow at first, rather than by BoringSSL; empty if they are not. */
    public static Optional<String> whyNotNative() {
        Transport.prepare();
        return Tls.whyNotNative();
    }

    /**
     * A new connection to a head that holds this key, of the first address at which there is one. The one that was reached last comes first, else the machine itself where its are the addresses, and none that says nothing keeps the others
     * waiting for all of its time.
     *
     * @param addresses names or numbers, the likeliest first
     * @param deadline for each address
     * @throws ClusterProblem if none can be reached or trusted, or speaks another protocol
     */
    public Connection dial(List<String> addresses, int port, ClusterKey key, Duration deadline) throws ClusterProblem {
        ClusterProblem first = null;
        Set<String> gone = new HashSet<>();
        for (Knock knock : knocks(addresses, Addresses.beside(addresses, Addresses::isHere), reached, deadline)) {
            if (gone.contains(knock.address)) {
                continue;
            }
            long begin = System.nanoTime();
            try {
                Connection connection = dial(new InetSocketAddress(knock.address, port), key, knock.time);
                reached = knock.address;
                return connection;
            } catch (ClusterProblem e) {
                if (System.nanoTime() - begin < knock.time.toNanos() / 2) {
                    gone.add(knock.address);
                }
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first == null) {
            throw new ClusterProblem("the head has no address.");
        }
        throw addresses.size() == 1
                ? first
                : new ClusterProblem(
                        first.getMessage() + " All its addresses were tried: " + String.join(", ", addresses) + ".",
                        first);
    }

    /** {@code time}: for an answer. */
    record Knock(String address, Duration time) {}

    /**
     * Where to try, in order.
     *
     * @param beside where it is on this machine, if it is; others are only for what has its port there and is not it: if it is slow, it is so at all of them
     */
    static List<Knock> knocks(List<String> addresses, Optional<String> beside, String reached, Duration deadline) {
        List<Knock> knocks = new ArrayList<>();
        beside.ifPresent(address -> knocks.addAll(Collections.nCopies(2, new Knock(address, deadline))));
        List<String> others = new ArrayList<>(addresses);
        beside.ifPresent(others::remove);
        if (others.remove(reached)) {
            others.add(0, reached);
        }
        Duration briefly = deadline.multipliedBy(2).dividedBy(5);
        List<Duration> rounds = others.size() > 1 && briefly.compareTo(BRIEFLY) >= 0
                ? List.of(briefly, deadline.minus(briefly))
                : List.of(deadline);
        rounds.forEach(time -> others.forEach(address -> knocks.add(new Knock(address, time))));
        return knocks;
    }

    /** A new connection to a head that holds this key. */
    public Connection dial(InetSocketAddress address, ClusterKey key, Duration deadline) throws ClusterProblem {
        if (address.isUnresolved()) {
            throw new ClusterProblem("no machine is known by the name " + address.getHostString() + ".");
        }
        ManagedChannel channel = channel(address, key, deadline);
        try {
            Metadata introduction = new Metadata();
            introduction.put(Transport.PROTOCOL, Integer.toString(Protocol.VERSION));
            introduction.put(Transport.VERSION, Version.current());
            ClientCalls.blockingUnaryCall(
                    ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(introduction)),
                    Transport.GREET,
                    CallOptions.DEFAULT.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS),
                    new byte[0]);
            NetworkConnection connection = new NetworkConnection(channel, loop.next(), executor);
            connections.removeIf(NetworkConnection::isOver);
            connections.add(connection);
            return connection;
        } catch (StatusRuntimeException e) {
            channel.shutdownNow();
            throw new ClusterProblem(Reasons.ofDialling(e.getStatus(), address, deadline, () -> listens(address)), e);
        }
    }

    /** The system of a machine lets in whoever is not kept out on the way, also where the process that listens has no time. */
    private static boolean listens(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, Math.toIntExact(BRIEFLY.toMillis()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private ManagedChannel channel(InetSocketAddress address, ClusterKey key, Duration deadline) {
        return NettyChannelBuilder.forAddress(address)
                .channelType(NioSocketChannel.class)
                .eventLoopGroup(loop)
                .executor(executor)
                .offloadExecutor(executor)
                .sslContext(tls.client(key))
                .overrideAuthority(Transport.SERVICE)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(deadline.toMillis()))
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(8, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(true)
                .idleTimeout(1000, TimeUnit.DAYS)
                .flowControlWindow(1 << 20)
                .maxInboundMessageSize(Transport.MESSAGE_LIMIT)
                .proxyDetector(target -> null)
                .disableRetry()
                .disableServiceConfigLookUp()
                .build();
    }

    /** Ends all its connections. */
    @Override
    public void close() {
        connections.forEach(NetworkConnection::drop);
        loop.shutdownGracefully(50, 2000, TimeUnit.MILLISECONDS).addListener(over -> executor.shutdown());
    }
}
