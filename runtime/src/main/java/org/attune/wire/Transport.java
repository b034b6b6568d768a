package org.attune.wire;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import io.grpc.netty.shaded.io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.attune.background.Daemons;

/** What both ends of the network have in common. */
final class Transport {
    static final String SERVICE = "attune";

    /** Loggers that nobody holds forget their level. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    static final MethodDescriptor<byte[], byte[]> GREET = method("greet", MethodType.UNARY);
    static final MethodDescriptor<byte[], byte[]> WORKER = method("worker", MethodType.BIDI_STREAMING);
    static final MethodDescriptor<byte[], byte[]> CLIENT = method("client", MethodType.BIDI_STREAMING);
    static final MethodDescriptor<byte[], byte[]> CARRIER = method("carrier", MethodType.BIDI_STREAMING);

    static final Metadata.Key<String> PROTOCOL = Metadata.Key.of("attune-protocol", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> VERSION = Metadata.Key.of("attune-version", Metadata.ASCII_STRING_MARSHALLER);

    /** Bytes under way in a stream from which on it is busy. */
    static final int READY = 256 << 10;
    /** Frames of a stream that may come before the first was taken. */
    static final int AHEAD = 4;

    static final int MESSAGE_LIMIT = Codec.LIMIT + 1024;

    private static final String NETTY = "io.grpc.netty.shaded.io.netty.";

    private Transport() {}

    /**
     * To be called before anything of gRPC. Sockets without native code, which would be one more thing to trust; and without gRPC's own warnings, since what concerns a link its receiver
     * is told.
     */
    static void prepare() {
        GRPC.setLevel(Level.OFF);
        // Rather than SLF4J, whose words are told to people.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        System.setProperty(NETTY + "transport.noNative", "true");
        // Its events for Java's flight recorder, which no process here is asked for, would be a tenth of each start.
        System.setProperty(NETTY + "jfr.enabled", "false");
    }

    static EventLoopGroup loops(String name, int threads) {
        return new MultiThreadIoEventLoopGroup(threads, Daemons.numbered(name), NioIoHandler.newFactory());
    }

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(new Frames())
                .setResponseMarshaller(new Frames())
                .build();
    }
}
