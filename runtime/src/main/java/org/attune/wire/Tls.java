package org.attune.wire;

import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2SecurityUtil;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNames;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.JdkSslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSsl;
import io.grpc.netty.shaded.io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.netty.shaded.io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/** Who encrypts: TLS 1.3, where both ends show the cluster's key. Both kinds understand each other. */
enum Tls {
    /** Java itself, which can do so everywhere. As fast as the processor only once its thorough compiler has seen the code often enough. */
    JAVA {
        @Override
        SslContext client(ClusterKey key) {
            return context(key, true, ClientAuth.NONE);
        }

        @Override
        SslContext server(ClusterKey key) {
            return context(key, false, ClientAuth.REQUIRE);
        }

        /** Without Netty's builder, which has Java derive keys from passwords first, a quarter of a second of a head's start, and looks through all that Java has for each connection. */
        private SslContext context(ClusterKey key, boolean isClient, ClientAuth client) {
            try {
                SSLContext context = SSLContext.getInstance(VERSION);
                context.init(
                        new KeyManager[] {new OwnKey(key)},
                        new TrustManager[] {new OnlyTrust(key.certificate())},
                        null);
                return new JdkSslContext(
                        context,
                        isClient,
                        Http2SecurityUtil.CIPHERS,
                        SupportedCipherSuiteFilter.INSTANCE,
                        HTTP2,
                        client,
                        new String[] {VERSION},
                        false);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java has no TLS 1.3: " + e.getMessage(), e);
            }
        }
    },

    /** BoringSSL, which Netty brings for x86-64 and ARM: fast from the first byte on, without any compiling. */
    NATIVE {
        @Override
        SslContext client(ClusterKey key) {
            return context(key, SslContextBuilder.forClient().keyManager(shown(key)));
        }

        @Override
        SslContext server(ClusterKey key) {
            return context(key, SslContextBuilder.forServer(shown(key)).clientAuth(ClientAuth.REQUIRE));
        }

        private OpenSslCachingX509KeyManagerFactory shown(ClusterKey key) {
            return new OpenSslCachingX509KeyManagerFactory(new KeyManagerFactoryWrapper(new OwnKey(key)));
        }

        private SslContext context(ClusterKey key, SslContextBuilder builder) {
            try {
                return builder.trustManager(new OnlyTrust(key.certificate()))
                        .sslProvider(SslProvider.OPENSSL)
                        .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                        .applicationProtocolConfig(HTTP2)
                        .endpointIdentificationAlgorithm(null)
                        .protocols(VERSION)
                        .build();
            } catch (SSLException e) {
                throw new IllegalStateException("BoringSSL has no TLS 1.3: " + e.getMessage(), e);
            }
        }
    };

    private static final String VERSION = "TLSv1.3";

    /** Processors for which Netty brings BoringSSL, as Java names them. The shell script that starts Attune has them, too. */
    private static final Set<String> BROUGHT_FOR = Set.of("amd64", "aarch64");

    private static final ApplicationProtocolConfig HTTP2 = new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2);

    abstract SslContext client(ClusterKey key);

    abstract SslContext server(ClusterKey key);

    /** The one that this process uses, after {@link Transport#prepare}. {@code -Dattune.tls=java} has it be Java's. */
    static Tls best() {
        return whyNotNative().isEmpty() ? NATIVE : JAVA;
    }

    /** Whether BoringSSL is there for machines like this one. */
    static boolean isNativeBrought() {
        return BROUGHT_FOR.contains(System.getProperty("os.arch"));
    }

    static Optional<String> whyNotNative() {
        if ("java".equals(System.getProperty("attune.tls"))) {
            return Optional.of("-Dattune.tls=java has it so");
        }
        if (!mayBeNative()) {
            return Optional.of("this Java lets no native code in without --enable-native-access=ALL-UNNAMED");
        }
        return OpenSsl.isAvailable()
                ? Optional.empty()
                : Optional.of("BoringSSL was not loaded from " + System.getProperty("java.io.tmpdir")
                        + " (no programs allowed there, or full?): -Djava.io.tmpdir=DIR names another folder for it");
    }

    /** Since 24 Java warns of native code in programs that were not started with {@code --enable-native-access}; since 22 it can be asked. */
    private static boolean mayBeNative() {
        if (Runtime.version().feature() < 24) {
            return true;
        }
        try {
            return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(Tls.class.getModule());
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
