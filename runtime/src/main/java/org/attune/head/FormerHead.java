package org.attune.head;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.attune.client.HeadClient;
import org.attune.journal.Head;
import org.attune.wire.ClusterFolder;
import org.attune.wire.ClusterKey;
import org.attune.wire.Connection;
import org.attune.wire.Dialer;
import org.attune.wire.HeadAddress;

/** The head that a cluster's folder tells of, which may be at work, or gone. */
public record FormerHead(ClusterFolder folder) {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int TRIES = 3;

    /** That head, if it answers. */
    public Optional<HeadAddress> answering() throws IOException, InterruptedException {
        Optional<HeadAddress> head = folder.head();
        Optional<ClusterKey> key = folder.key();
        return head.isPresent() && key.isPresent() && answers(head.get(), key.get()) ? head : Optional.empty();
    }

    /**
     * Takes its seat. One on another machine that gives signs of life in the folder, but cannot be dialled from here, is believed to be gone.
     *
     * @param takeOver take it from a head that answers, or whose process is there
     * @throws HeadBusyException if there is a head
     */
    HeadSeat seat(boolean takeOver, Consumer<String> log) throws IOException, InterruptedException {
        Optional<HeadAddress> there = takeOver ? Optional.empty() : answering();
        if (there.isPresent()) {
            HeadAddress head = there.get();
            throw new HeadBusyException(
                    folder.path(), new Head(head.epoch(), head.host(), head.pid(), head.started()), false, true);
        }
        try {
            return HeadSeat.take(folder.path(), takeOver, log);
        } catch (HeadBusyException e) {
            for (int tries = 1; !e.isHere() && tries < TRIES; tries++) {
                if (answering().isPresent()) {
                    throw e;
                }
            }
            if (e.isHere()) {
                throw e;
            }
            return HeadSeat.take(folder.path(), true, log);
        }
    }

    private static boolean answers(HeadAddress head, ClusterKey key) throws InterruptedException {
        try (Dialer dialer = new Dialer();
                Connection connection = dialer.dial(head.addresses(), head.port(), key, PATIENCE);
                HeadClient client = HeadClient.greet(connection, "start", PATIENCE)) {
            return client.head().cluster().equals(head.cluster());
        } catch (IOException e) {
            return false;
        }
    }
}
