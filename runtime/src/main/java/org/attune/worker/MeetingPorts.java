package org.attune.worker;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports at which the parts of trials meet. Whoever listens there does so only when its program has begun, seconds later: so they are none of those that the system gives connections
 * on its own, and none that was given away lately. Thread-safe.
 */
final class MeetingPorts {
    private static final Path SYSTEMS_OWN = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int LOWEST = 10_240;
    private static final int HIGHEST = 65_535;
    private static final int FEWEST = 1_000;
    private static final int TRIES = 200;
    private static final int REMEMBERED = 256;

    private final Deque<Integer> given = new ArrayDeque<>();
    private final int from;
    private final int to;

    private MeetingPorts(int from, int to) {
        this.from = from;
        this.to = to;
    }

    /** Those beside the first to the last port that the system gives connections. */
    static MeetingPorts beside(int first, int last) {
        boolean below = first - LOWEST >= FEWEST;
        boolean above = HIGHEST - last >= FEWEST;
        return between(below || !above ? LOWEST : last + 1, below ? first - 1 : HIGHEST);
    }

    static MeetingPorts between(int from, int to) {
        return new MeetingPorts(from, to);
    }

    static MeetingPorts ofThisMachine() {
        int[] own = systemsOwn();
        return beside(own[0], own[1]);
    }

    /** @throws IOException if all that were tried are in use */
    synchronized int next() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(from, to + 1);
            if (!given.contains(port) && isFree(port)) {
                given.addLast(port);
                if (given.size() > REMEMBERED) {
                    given.removeFirst();
                }
                return port;
            }
        }
        throw new IOException("none of " + TRIES + " ports from " + from + " to " + to + " is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static int[] systemsOwn() {
        try {
            String[] words = Files.readString(SYSTEMS_OWN).strip().split("\\s+");
            return new int[] {Integer.parseInt(words[0]), Integer.parseInt(words[1])};
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return new int[] {32_768, 60_999};
        }
    }
}
