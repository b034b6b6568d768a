package org.attune.wire;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
final class Listener<R> implements Receiver<R> {
    final List<R> taken = new CopyOnWriteArrayList<>();
    final List<String> ends = new CopyOnWriteArrayList<>();

    @Override
    public void take(R message) {
        taken.add(message);
    }

    @Override
    public void closed(String why) {
        ends.add(why);
    }

    void awaitTaken(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> taken.size() >= count);
    }

    String awaitEnd() {
        await().atMost(Duration.ofSeconds(60)).until(() -> !ends.isEmpty());
        return ends.get(0);
    }
}
