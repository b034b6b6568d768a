import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a message costs that goes to another process of this machine and comes back, with nothing but gRPC and TLS 1.3 between, its handlers on the threads of the net: a remote function goes such a way twice,
 * from the program to the head and from the head to a worker, so twice this is the limit of its round trip.
 *
 * <pre>java -cp cli/target/attune benchmarks/Echo.java [COUNT]</pre>
 *
 * Microseconds of one after the other: median, 10th and 90th percentile of COUNT (10,000) messages of 300 bytes, after as many that are not counted.
 */
public class Echo {
    private static final MethodDescriptor<byte[], byte[]> SAY = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName("echo/say")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    public static void main(String[] arguments) throws Exception {
        System.setProperty("io.grpc.netty.shaded.io.netty.transport.noNative", "true");
        if (arguments.length == 2 && arguments[0].equals("serve")) {
            serve(Path.of(arguments[1]));
            return;
        }
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        Path key = Files.createTempDirectory("attune-echo").resolve("key.p12");
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-keyalg", "EC", "-dname", "CN=echo", "-alias", "echo", "-storetype", "PKCS12",
                        "-storepass", "secret", "-keystore", key.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                        Path.of("benchmarks", "Echo.java").toString(), "serve", key.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            BufferedReader said = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
            measure(key, Integer.parseInt(said.readLine()), count);
        } finally {
            server.destroy();
            server.waitFor();
            Files.delete(key);
            Files.delete(key.getParent());
        }
    }

    private static void measure(Path key, int port, int count) throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", port)
                .overrideAuthority("echo")
                .sslContext(tls(SslContextBuilder.forClient().trustManager(trust(key))))
                .directExecutor()
                .build();
        LinkedBlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
        ClientCall<byte[], byte[]> call = channel.newCall(SAY, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] message) {
                        answers.add(message);
                        call.request(1);
                    }
                },
                new Metadata());
        call.request(1);
        double[] micros = new double[count];
        for (int i = -count; i < count; i++) {
            long start = System.nanoTime();
            call.sendMessage(new byte[300]);
            answers.take();
            if (i >= 0) {
                micros[i] = (System.nanoTime() - start) / 1e3;
            }
        }
        Arrays.sort(micros);
        System.out.printf(
                "bare gRPC over TLS, there and back, us: %,.0f [%,.0f, %,.0f]; a remote function goes such a way twice%n",
                micros[count / 2], micros[count / 10], micros[count / 10 * 9]);
        channel.shutdownNow();
    }

    private static void serve(Path key) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(key), "secret".toCharArray());
        BindableService service = () -> ServerServiceDefinition.builder("echo")
                .addMethod(SAY, ServerCalls.asyncBidiStreamingCall(Back::new))
                .build();
        Server server = NettyServerBuilder.forPort(0)
                .sslContext(tls(SslContextBuilder.forServer(keys)))
                .directExecutor()
                .addService(service)
                .build()
                .start();
        System.out.println(server.getPort());
        server.awaitTermination();
    }

    private static SslContext tls(SslContextBuilder builder) throws IOException {
        return GrpcSslContexts.configure(builder, SslProvider.JDK).protocols("TLSv1.3").build();
    }

    private static TrustManagerFactory trust(Path key) throws Exception {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("echo", store(key).getCertificate("echo"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        return trust;
    }

    private static KeyStore store(Path key) throws Exception {
        return KeyStore.getInstance(key.toFile(), "secret".toCharArray());
    }

    private record Back(StreamObserver<byte[]> answer) implements StreamObserver<byte[]> {
        @Override
        public void onNext(byte[] message) {
            answer.onNext(message);
        }

        @Override
        public void onError(Throwable end) {}

        @Override
        public void onCompleted() {
            answer.onCompleted();
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
