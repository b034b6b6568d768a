package org.attune.wire;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Where a head listens: one port on all addresses, TLS 1.3, for holders of the cluster's key. All others are turned away and cost little ({@link Strangers}). Thread-safe. */
public final class Door implements AutoCloseable {
    /** On two CPUs a hand-over from one to another costs more than it brings. */
    private static final int NET_THREADS = Runtime.getRuntime().availableProcessors() > 2 ? 2 : 1;

    private static final int THREADS = 4;
    private static final int BACKLOG = 4096;
    private static final long FAREWELL_SECONDS = 2;

    private final Server server;
    private final EventLoopGroup accepting;
    private final EventLoopGroup loops;
    private final ThreadPoolExecutor executor;
    private final Visits visits;

    private Door(
            Server server, EventLoopGroup accepting, EventLoopGroup loops, ThreadPoolExecutor executor, Visits visits) {
        this.server = server;
        this.accepting = accepting;
        this.loops = loops;
        this.executor = executor;
        this.visits = visits;
    }

    /**
     * Listens.
     *
     * @param port 0 for one that is free
     * @param log takes a line about each stranger, once a minute at most
     * @throws ClusterProblem if the port is taken
     */
    public static Door open(ClusterKey key, Visitors visitors, int port, Consumer<String> log) throws IOException {
        Transport.prepare();
        return open(key, visitors, port, new Strangers(log), Tls.best());
    }

    static Door open(ClusterKey key, Visitors visitors, int port, Strangers strangers, Tls tls) throws IOException {
        Transport.prepare();
        EventLoopGroup accepting = Transport.loops("attune-door-accept", 1);
        EventLoopGroup loops = Transport.loops("attune-door-net", NET_THREADS);
        ThreadPoolExecutor executor = new Threads("attune-door", THREADS, 30);
        Visits visits = new Visits(visitors, loops, executor);
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(port))
                .channelFactory(() -> new Entrance(strangers))
                .bossEventLoopGroup(accepting)
                .workerEventLoopGroup(loops)
                .directExecutor()
                .sslContext(tls.server(key))
                .withOption(ChannelOption.SO_BACKLOG, BACKLOG)
                .keepAliveTime(5, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .flowControlWindow(1 << 20)
                .maxInboundMessageSize(Transport.MESSAGE_LIMIT)
                .addTransportFilter(new ServerTransportFilter() {
                    @Override
                    public Attributes transportReady(Attributes transport) {
                        strangers.proven(
                                transport.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR),
                                transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
                        return transport;
                    }
                })
                .addService(visits.service())
                .build();
        Door door = new Door(server, accepting, loops, executor, visits);
        try {
            server.start();
        } catch (IOException e) {
            door.close();
            throw new ClusterProblem(
                    "cannot listen on port " + port + " (" + e.getMessage()
                            + "). Name another, or 0 for any that is free.",
                    e);
        }
        return door;
    }

    /** The port. */
    public int port() {
        return server.getPort();
    }

    /** Listens no more, ends all links after what was sent already, and waits for that, but not for long. */
    @Override
    public void close() {
        server.shutdown();
        visits.end("the head ended");
        try {
            server.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.shutdownNow();
        accepting.shutdownGracefully(50, 1000, TimeUnit.MILLISECONDS);
        loops.shutdownGracefully(50, 1000, TimeUnit.MILLISECONDS).addListener(over -> executor.shutdown());
    }
}
