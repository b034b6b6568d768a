package org.attune.head.hosting;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.attune.head.Answering.Asker;
import org.attune.wire.ToClient;

/**
 * A client that is told a study from its first event, as fast as it takes it in: what it has not been told lies in the journal alone. One thread uses it at a time.
 */
final class Follower implements AutoCloseable {
    private static final int AT_ONCE = 64 << 10;

    private final Asker asker;
    private final JournalTail journal;
    private final long past;
    private final Notices notices;
    private long noticed;
    private boolean isLive;
    private boolean isOver;
    private List<ToClient> last = List.of();

    /**
     * @param study folder with its results
     * @param past bytes of the journal that are history to it
     * @param notices of which it has been told all so far
     */
    Follower(Asker asker, Path study, long past, Notices notices) throws IOException {
        this.asker = asker;
        this.journal = new JournalTail(study);
        this.past = past;
        this.notices = notices;
        this.noticed = notices.count();
    }

    Asker asker() {
        return asker;
    }

    /** Tells something that is not in the journal; a client that does not keep up misses it. */
    void tell(Map<String, Object> part) {
        if (asker.isReady()) {
            asker.send(new ToClient.Part(asker.id(), part));
        }
    }

    /** What comes after the last event. */
    void end(List<ToClient> messages) {
        last = messages;
    }

    boolean isOver() {
        return isOver;
    }

    /** Sends as much as the client takes. {@code durable}: bytes of the journal. */
    void feed(long durable) throws IOException {
        while (asker.isReady() && journal.position() < durable) {
            List<byte[]> lines = journal.next(isLive ? durable : Math.min(past, durable), AT_ONCE);
            if (!lines.isEmpty()) {
                asker.send(new ToClient.Events(asker.id(), lines));
            }
            if (!isLive && journal.position() >= past) {
                isLive = true;
                asker.send(new ToClient.Part(asker.id(), Map.of("live", true)));
            }
        }
        if (asker.isReady()) {
            notices.after(noticed, asker.id(), false).forEach(asker::send);
            noticed = notices.count();
        }
        if (journal.position() >= durable && !last.isEmpty() && !isOver) {
            last.forEach(asker::send);
            isOver = true;
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
