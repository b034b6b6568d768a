package org.attune.wire;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Those who are connected but have not shown the cluster's key yet. There may be so many; for one more, the one has to go that was silent for longest. Who stays has some seconds in
 * all, and may say so much. Thread-safe.
 */
final class Strangers {
    /** Each has a socket and the state of a handshake, some 50 kB. */
    static final int MOST = 512;

    private static final int MOST_HOMES = 10_000;
    private static final Duration SHY = Duration.ofMillis(100);
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Duration HANDSHAKE = Duration.ofSeconds(8);

    private final Map<Ends, Stranger> here = new HashMap<>();
    /** Addresses from which the key was shown. */
    private final Set<String> homes = new HashSet<>();

    private final Hearing hearing = new Hearing();
    private final Refusals refusals;

    private record Ends(SocketAddress local, SocketAddress remote) {}

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
                .forEach(stranger -> stranger.leaveIfSilentFor(SHY, SLOW));
        return false;
    }

    /** One more has come. */
    void greet(Channel channel) {
        if (channel.remoteAddress() == null) {
            channel.unsafe().closeForcibly(); // it has no thread yet that could close it
            return;
        }
        Ends ends = new Ends(channel.localAddress(), channel.remoteAddress());
        Stranger stranger = new Stranger(channel, HANDSHAKE, hearing);
        synchronized (this) {
            here.put(ends, stranger);
        }
        channel.closeFuture().addListener(closed -> gone(ends, stranger));
        channel.pipeline().addFirst(stranger);
    }

    /** It has shown the key. */
    void proven(SocketAddress local, SocketAddress remote) {
        Stranger stranger;
        synchronized (this) {
            stranger = here.remove(new Ends(local, remote));
            if (homes.size() < MOST_HOMES) {
                homes.add(address(remote));
            }
        }
        if (stranger != null) {
            stranger.proven();
        }
    }

    private void gone(Ends ends, Stranger stranger) {
        String address = address(ends.remote());
        boolean isRefused;
        synchronized (this) {
            isRefused = here.remove(ends, stranger) && !(stranger.mayHaveTheKey() && homes.contains(address));
        }
        if (isRefused) {
            refusals.refused(address, stranger.fault());
        }
    }

    private static String address(SocketAddress end) {
        return ((InetSocketAddress) end).getAddress().getHostAddress();
    }

    synchronized int count() {
        return here.size();
    }
}
