package org.attune.head.hosting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.head.Answering.Asker;
import org.attune.journal.EventCodec;
import org.attune.journal.JournalEntry;
import org.attune.wire.ToClient;

/** A client that keeps what it hears. */
final class Listening implements Asker {
    private final List<ToClient> heard = new ArrayList<>();
    private Runnable onGone = () -> {};
    private Runnable onReady = () -> {};
    private boolean ready = true;

    @Override
    public long id() {
        return 7;
    }

    @Override
    public synchronized void send(ToClient message) {
        heard.add(message);
    }

    @Override
    public synchronized boolean isReady() {
        return ready;
    }

    @Override
    public void onReady(Runnable action) {
        onReady = action;
    }

    @Override
    public void onGone(Runnable action) {
        onGone = action;
    }

    synchronized Listening busy() {
        ready = false;
        return this;
    }

    void readyAgain() {
        synchronized (this) {
            ready = true;
        }
        onReady.run();
    }

    void leave() {
        onGone.run();
    }

    synchronized List<ToClient> heard() {
        return List.copyOf(heard);
    }

    List<JournalEntry> entries() {
        return heard().stream()
                .filter(ToClient.Events.class::isInstance)
                .flatMap(events -> ((ToClient.Events) events).lines().stream())
                .map(EventCodec::decode)
                .toList();
    }

    /** A value that some part had under that key. */
    Optional<Object> part(String key) {
        return heard().stream()
                .filter(ToClient.Part.class::isInstance)
                .map(part -> ((ToClient.Part) part).value())
                .filter(value -> value.containsKey(key))
                .map((Map<String, Object> value) -> value.get(key))
                .findFirst();
    }

    /** All values that parts had under that key, in their order. */
    List<Object> parts(String key) {
        return heard().stream()
                .filter(ToClient.Part.class::isInstance)
                .map(part -> ((ToClient.Part) part).value())
                .filter(value -> value.containsKey(key))
                .<Object>map(value -> value.get(key))
                .toList();
    }

    boolean isDone() {
        return heard().stream().anyMatch(ToClient.Done.class::isInstance);
    }

    Optional<String> problem() {
        return heard().stream()
                .filter(ToClient.Failed.class::isInstance)
                .map(failed -> ((ToClient.Failed) failed).problem())
                .findFirst();
    }
}
