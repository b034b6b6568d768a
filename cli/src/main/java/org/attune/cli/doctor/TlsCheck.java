package org.attune.cli.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.attune.wire.ClusterKey;
import org.attune.wire.ClusterProblem;
import org.attune.wire.Dialer;
import org.attune.wire.Door;
import org.attune.wire.FromClient;
import org.attune.wire.Link;
import org.attune.wire.Piece;
import org.attune.wire.Receiver;
import org.attune.wire.ToClient;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.wire.Visitors;

/** A handshake like those of a cluster, with a new key. */
final class TlsCheck implements Check {
    private static final Duration ENOUGH = Duration.ofSeconds(15);

    @Override
    public String what() {
        return "TLS";
    }

    @Override
    public Duration limit() {
        return Duration.ofSeconds(40);
    }

    @Override
    public List<Finding> examine(Surroundings here) throws IOException {
        String fix =
                "Set JAVA_HOME to another Java; 'jdk.tls.disabledAlgorithms' of its java.security may forbid too much.";
        long begin = System.nanoTime();
        try {
            ClusterKey key = ClusterKey.make();
            try (Door door = Door.open(key, new Nobody(), 0, stranger -> {});
                    Dialer dialer = new Dialer()) {
                dialer.dial(new InetSocketAddress("127.0.0.1", door.port()), key, ENOUGH)
                        .close();
            }
        } catch (ClusterProblem e) {
            return List.of(Finding.red(what(), "a handshake with a new key failed: " + e.getMessage(), fix));
        } catch (IllegalStateException e) {
            return List.of(Finding.red(what(), e.getMessage(), fix));
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Optional<String> whyNotNative = Dialer.whyNotNative();
        String shown = String.format(
                Locale.ROOT,
                "1.3 with a key of the cluster's kind, made and shown in %.1f s, encrypted by %s",
                seconds,
                whyNotNative.isEmpty() ? "BoringSSL" : "Java");
        return List.of(
                whyNotNative.isEmpty() || !Dialer.isNativeBrought()
                        ? Finding.green(what(), shown)
                        : Finding.yellow(
                                what(),
                                shown + ", which is slow at first: " + whyNotNative.get(),
                                "ATTUNE_JAVA_OPTS has what Java is to be told."));
    }

    private record Nobody() implements Visitors {
        @Override
        public Receiver<ToHead> worker(Link<ToWorker> link) {
            return new Deaf<>();
        }

        @Override
        public Receiver<FromClient> client(Link<ToClient> link) {
            return new Deaf<>();
        }

        @Override
        public Receiver<Piece> carrier(Link<Piece> link) {
            return new Deaf<>();
        }
    }

    private record Deaf<T>() implements Receiver<T> {
        @Override
        public void take(T message) {
            // Nothing is asked.
        }

        @Override
        public void closed(String why) {
            // Nothing is kept.
        }
    }
}
