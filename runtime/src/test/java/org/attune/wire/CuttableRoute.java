package org.attune.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands bytes on to a port, until it is cut. What went towards it is kept. */
final class CuttableRoute implements Closeable {
    private final ServerSocket listening;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final java.io.ByteArrayOutputStream recorded = new java.io.ByteArrayOutputStream();

    CuttableRoute(int target) throws IOException {
        this.target = target;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    byte[] recorded() {
        return recorded.toByteArray();
    }

    void cut() {
        for (Socket socket : sockets) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException closedAlready) {
                continue;
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = listening.accept();
            sockets.add(near);
            Socket far = new Socket();
            sockets.add(far);
            try {
                far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            } catch (IOException nobodyThere) {
                near.close();
                continue;
            }
            start(() -> pump(near, far, true));
            start(() -> pump(far, near, false));
        }
    }

    private void pump(Socket from, Socket to, boolean record) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int count = from.getInputStream().read(buffer);
                count >= 0;
                count = from.getInputStream().read(buffer)) {
            if (record) {
                recorded.write(buffer, 0, count);
            }
            to.getOutputStream().write(buffer, 0, count);
        }
        to.shutdownOutput();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        return;
                    }
                },
                "route");
        thread.setDaemon(true);
        thread.start();
    }
}
