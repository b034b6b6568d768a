package org.attune.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A port of this machine behind which is another, over a slow line: each byte takes its time, few pass a second, and connections break when they like. */
final class SlowLine implements AutoCloseable {
    private static final int CHUNK = 1024;
    private static final int MOST_ON_THE_WAY = 256;

    private final ServerSocket door;
    private final long delayNanos;
    private final long nanosPerByte;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger broken = new AtomicInteger();
    private volatile Random luck;
    private volatile int target;

    private record Chunk(byte[] bytes, int length, long due) {}

    SlowLine(int target, int delayMillis, int bytesPerSecond) throws IOException {
        this.target = target;
        this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
        this.nanosPerByte = TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** From now on another port is behind it. */
    void leadTo(int port) {
        target = port;
    }

    /** From now on each connection breaks after some ten thousand bytes. */
    void breakConnections(Random random) {
        luck = random;
    }

    /** How many have broken. */
    int broken() {
        return broken.get();
    }

    @Override
    public void close() throws IOException {
        door.close();
        sockets.forEach(SlowLine::shut);
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = door.accept();
            sockets.add(near);
            Socket far;
            try {
                far = new Socket(InetAddress.getLoopbackAddress(), target);
            } catch (IOException e) {
                shut(near);
                continue;
            }
            sockets.add(far);
            AtomicLong passed = new AtomicLong();
            pass(near, far, passed);
            pass(far, near, passed);
        }
    }

    private void pass(Socket from, Socket to, AtomicLong passed) {
        BlockingQueue<Chunk> way = new LinkedBlockingQueue<>(MOST_ON_THE_WAY);
        thread(() -> {
            try {
                for (int length = 0; length >= 0; ) {
                    byte[] bytes = new byte[CHUNK];
                    length = from.getInputStream().read(bytes);
                    way.put(new Chunk(bytes, length, System.nanoTime() + delayNanos));
                }
            } finally {
                way.offer(new Chunk(new byte[0], -1, System.nanoTime() + delayNanos));
            }
        });
        thread(() -> {
            try {
                for (Chunk chunk = way.take(); chunk.length >= 0; chunk = way.take()) {
                    TimeUnit.NANOSECONDS.sleep(chunk.due - System.nanoTime());
                    TimeUnit.NANOSECONDS.sleep(chunk.length * nanosPerByte);
                    to.getOutputStream().write(chunk.bytes, 0, chunk.length);
                    breakIfItLikes(from, to, passed.addAndGet(chunk.length));
                }
            } finally {
                shut(from);
                shut(to);
            }
        });
    }

    private void breakIfItLikes(Socket one, Socket other, long passed) {
        Random random = luck;
        if (random != null && passed > 8_000 && random.nextInt(8) == 0) {
            broken.incrementAndGet();
            shut(one);
            shut(other);
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException e) {
                        // Either end has gone.
                        return;
                    }
                },
                "slow-line");
        thread.setDaemon(true);
        thread.start();
    }
}
