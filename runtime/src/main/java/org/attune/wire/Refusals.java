package org.attune.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells of peers that were refused: of each a line a minute at most, and of all together not more than so many. Thread-safe. */
final class Refusals {
    private static final long MINUTE = 60_000_000_000L;
    private static final int MOST = 200;
    private static final String OTHERS = "many others";

    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private final Map<String, Peer> peers = new LinkedHashMap<>();

    private static final class Peer {
        private long told;
        private long untold;
    }

    Refusals(Consumer<String> log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    synchronized void refused(String address, String why) {
        long now = nanoTime.getAsLong();
        if (!peers.containsKey(address) && peers.size() >= MOST) {
            peers.values().removeIf(peer -> now - peer.told >= MINUTE && peer.untold == 0);
        }
        String name = peers.containsKey(address) || peers.size() < MOST ? address : OTHERS;
        Peer peer = peers.get(name);
        if (peer != null && now - peer.told < MINUTE) {
            peer.untold++;
            return;
        }
        long untold = peer == null ? 0 : peer.untold;
        Peer fresh = new Peer();
        fresh.told = now;
        peers.put(name, fresh);
        log.accept("refused " + name + ": " + why
                + (untold == 0 ? "" : " (and " + untold + " times since the last such line)"));
    }
}
