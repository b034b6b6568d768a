package org.attune.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.attune.wire.Callee;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Window window = new Window(1000, 100_000);

    @Test
    void whatIsCalledTakesRoomOnceForAllTasksThatCallIt() throws Exception {
        Callee first = function();
        Callee second = function();
        for (int i = 0; i < 100; i++) {
            window.enter(first, 100);
        }
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> enter(second));
        await().atMost(PATIENCE).until(() -> window.isAwaited() || other.isDone());
        for (int i = 0; i < 99; i++) {
            window.leave(first, 100);
        }
        assertThat(other).isNotDone();
        window.leave(first, 100);
        await().atMost(PATIENCE).until(other::isDone);
    }

    private void enter(Callee callee) {
        try {
            window.enter(callee, 100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Callee function() {
        return new Callee(List.of(), new byte[60_000], "");
    }
}
