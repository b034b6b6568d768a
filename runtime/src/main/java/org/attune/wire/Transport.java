package org.attune.wire;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2SecurityUtil;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNames;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.DelegatingSslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.JdkSslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import io.grpc.netty.shaded.io.netty.util.internal.logging.JdkLoggerFactory;
import java.security.GeneralSecurityException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.attune.background.Daemons;

/** What both ends of the network have in common. */
final class Transport {
    static final String SERVICE = "attune";

    private static final String TLS = "TLSv1.3";

    private static final ApplicationProtocolConfig HTTP2 = new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2);

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

    private Transport() {}

    /**
     * To be called before anything of gRPC. Without native code, which would be one more thing to trust, differs between machines, and of which newer Javas warn; and without gRPC's
     * own warnings, since what concerns a link its receiver is told.
     */
    static void prepare() {
        GRPC.setLevel(Level.OFF);
        // Rather than SLF4J, whose words are told to people.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        System.setProperty("io.grpc.netty.shaded.io.netty.handler.ssl.noOpenSsl", "true");
        System.setProperty("io.grpc.netty.shaded.io.netty.transport.noNative", "true");
    }

    static SslContext client(ClusterKey key) {
        return new DelegatingSslContext(context(key, true, ClientAuth.NONE)) {
            @Override
            protected void initEngine(SSLEngine engine) {
                SSLParameters parameters = engine.getSSLParameters();
                OneGroup.ask(parameters);
                engine.setSSLParameters(parameters);
            }
        };
    }

    static SslContext server(ClusterKey key) {
        return context(key, false, ClientAuth.REQUIRE);
    }

    /** Without Netty's builder, which has Java derive keys from passwords first, a quarter of a second of a head's start, and looks through all that Java has for each connection. */
    private static SslContext context(ClusterKey key, boolean isClient, ClientAuth client) {
        try {
            SSLContext context = SSLContext.getInstance(TLS);
            context.init(
                    new KeyManager[] {new OwnKey(key)}, new TrustManager[] {new OnlyTrust(key.certificate())}, null);
            return new JdkSslContext(
                    context,
                    isClient,
                    Http2SecurityUtil.CIPHERS,
                    SupportedCipherSuiteFilter.INSTANCE,
                    HTTP2,
                    client,
                    new String[] {TLS},
                    false);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS 1.3: " + e.getMessage(), e);
        }
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
