package org.attune.cli.slurm;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Whether another node is to be reached from here, by the port of Slurm's daemon, which nodes keep open for each other: also one that is refused there answers. */
public final class Reach {
    private static final int PORT = 6818;
    private static final int PATIENCE_MILLIS = 5_000;

    private Reach() {}

    public static boolean isThere(String host) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, PORT), PATIENCE_MILLIS);
            return true;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
