package org.attune.wire;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Those who are connected but have not shown the cluster's key yet. There may be so many; for one more, the one has to go that was silent for longest. Who stays has some seconds in
 * all, and may say so much. Thread-safe.
 */
final class Strangers {
    /** Each has a socket and the state of a handshake, some 50 kB. */
    static final int MOST = 512;

    private static final Duration SHY = Duration.ofMillis(100);
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Duration HANDSHAKE = Duration.ofSeconds(8);

    private final Map<SocketAddress, Stranger> here = new HashMap<>();
    private final Refusals refusals;

    /** {@code log}: takes a line for each peer that was refused, once a minute at most. */
    Strangers(Consumer<String> log) {
        refusals = new Refusals(log, System::nanoTime);
    }

    /** Whether one more may come; where not, room is being made. */
    synchronized boolean makeRoom() {
        if (here.size() < MOST) {
            return true;
        }
        here.values().stream()
                .filter(stranger -> stranger.silentFor(SHY, SLOW))
                .sorted(Comparator.comparingLong(Stranger::lastWord))
                .limit(MOST / 8)
                .forEach(Stranger::leave);
        return false;
    }

    /** One more has come. */
    void greet(Channel channel) {
        Stranger stranger = new Stranger(this, channel, HANDSHAKE);
        synchronized (this) {
            here.put(channel.remoteAddress(), stranger);
        }
        channel.pipeline().addFirst(stranger);
    }

    /** It has shown the key. */
    void proven(SocketAddress address) {
        Stranger stranger;
        synchronized (this) {
            stranger = here.remove(address);
        }
        if (stranger != null) {
            stranger.proven();
        }
    }

    /** It is gone, and had not shown the key. */
    void gone(SocketAddress address, Stranger stranger, String why) {
        synchronized (this) {
            if (!here.remove(address, stranger)) {
                return;
            }
        }
        refusals.refused(
                Optional.ofNullable(((InetSocketAddress) address).getAddress())
                        .map(inet -> inet.getHostAddress())
                        .orElse("somebody"),
                why);
    }

    synchronized int count() {
        return here.size();
    }
}
