package org.attune.cli.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.attune.cli.BadInput;
import org.attune.cli.ShellText;
import org.attune.client.HeadClient;
import org.attune.journal.Ownership;
import org.attune.wire.ClusterFolder;
import org.attune.wire.ClusterKey;
import org.attune.wire.ClusterProblem;
import org.attune.wire.Connection;
import org.attune.wire.Dialer;
import org.attune.wire.HeadAddress;
import org.attune.worker.join.AddressDial;

/** A head that was dialled and has answered. */
public final class HeadAccess implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration DIAL = Duration.ofSeconds(5);

    private final Dialer dialer;
    private final Connection connection;
    private final HeadClient client;
    private final Optional<HeadAddress> address;

    private HeadAccess(Dialer dialer, Connection connection, HeadClient client, Optional<HeadAddress> address) {
        this.dialer = dialer;
        this.connection = connection;
        this.client = client;
        this.address = address;
    }

    /** The head that a folder tells of. */
    static HeadAccess by(FolderOption option) throws IOException, InterruptedException {
        ClusterFolder folder = ClusterFolder.at(option.path());
        String start = option.command(ShellText.called(System.getenv()), "cluster", "start");
        HeadAddress head = folder.head()
                .orElseThrow(() -> new NoHead("the cluster in " + folder.path() + " has no head. '" + start
                        + "' starts one; --cluster names another folder."));
        ClusterKey key = folder.key()
                .orElseThrow(() -> new BadInput("the key in " + folder.path()
                        + " is gone. End the head (kill " + head.pid() + " on " + head.host() + "), then '" + start
                        + "' makes a new one."));
        try {
            return greet(dialer -> dialer.dial(head.addresses(), head.port(), key, DIAL), Optional.of(head));
        } catch (ClusterProblem e) {
            if (Ownership.current(folder.path()).isEmpty()) {
                throw new NoHead(
                        "the head of the cluster in " + folder.path() + " (" + Heads.name(head) + ") has died. '"
                                + start + "' starts the next one, and what runs goes on.",
                        e);
            }
            throw new NoHead(
                    "the head of the cluster in " + folder.path() + " (" + Heads.name(head) + ") cannot be reached: "
                            + e.getMessage() + " If it has died, '" + start
                            + "' starts the next one, and what runs goes on.",
                    e);
        }
    }

    /** A head by {@code host:port}. */
    static HeadAccess at(String head, Path key) throws IOException, InterruptedException {
        try {
            return greet(dialer -> new AddressDial(head, key, dialer).connect().connection(), Optional.empty());
        } catch (ClusterProblem e) {
            throw e.isLasting()
                    ? e
                    : new NoHead(
                            e.getMessage()
                                    + " If it has died, 'attune cluster start' where its folder is starts the next one, and what runs goes on.",
                            e);
        }
    }

    public HeadClient client() {
        return client;
    }

    public Connection connection() {
        return connection;
    }

    /** Waits until the head's process is gone, if it is on this machine. */
    void awaitEnd(Duration patience) throws InterruptedException {
        connection.close();
        // Where it is another machine's, a process of that number here is another one, which began at another time.
        Optional<ProcessHandle> process = address.flatMap(head -> ProcessHandle.of(head.pid())
                .filter(handle -> handle.info()
                        .startInstant()
                        .filter(start -> start.isBefore(head.started())
                                && start.isAfter(head.started().minusSeconds(60)))
                        .isPresent()));
        if (process.isPresent()) {
            try {
                process.get().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        client.close();
        connection.close();
        dialer.close();
    }

    private interface Dialling {
        Connection dial(Dialer dialer) throws IOException;
    }

    private static HeadAccess greet(Dialling dialling, Optional<HeadAddress> address)
            throws IOException, InterruptedException {
        Dialer dialer = new Dialer();
        try {
            Connection connection = dialling.dial(dialer);
            return new HeadAccess(dialer, connection, HeadClient.greet(connection, "attune", PATIENCE), address);
        } catch (IOException | RuntimeException e) {
            dialer.close();
            throw e;
        }
    }
}
