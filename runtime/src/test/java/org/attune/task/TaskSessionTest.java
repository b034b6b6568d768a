package org.attune.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.attune.client.HeadClient;
import org.attune.wire.Callee;
import org.attune.wire.Connection;
import org.attune.wire.FromClient;
import org.attune.wire.OnlyClients;
import org.attune.wire.Receiver;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskResult;
import org.attune.wire.ToClient;
import org.junit.jupiter.api.Test;

class TaskSessionTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Callee CALLEE = new Callee(List.of(), new byte[] {1}, "");

    private Receiver<ToClient> client;

    /** Of a session that may have one task under way. */
    private void answer(FromClient message) {
        if (message instanceof FromClient.Hello) {
            client.take(new ToClient.Welcome("c", 1, "0"));
        } else if (message instanceof FromClient.Request request) {
            client.take(new ToClient.Part(request.id(), Map.of("session", "s", "tasks", 1L, "bytes", 1000L)));
        }
    }

    private interface Ends extends TaskSession.Ends {
        @Override
        default boolean isQuick(TaskResult result) {
            return true;
        }

        @Override
        default void lost(String why) {}
    }

    /** It would wait for results that this thread alone can bring. */
    @Test
    void whatFollowsAResultOnTheThreadOfTheNetSubmitsWithoutWaiting() throws Exception {
        Connection head = new OnlyClients(receiver -> client = receiver, this::answer);
        TaskSession session = TaskSession.open(HeadClient.greet(head, "test", PATIENCE), "test", PATIENCE);
        Ends none = (result, worker) -> {};
        long first = submit(session, (result, worker) -> {
            submit(session, none);
            submit(session, none);
        });
        byte[] result = TaskFrames.packResults(List.of(new TaskResult(first, TaskResult.End.VALUE, 0, new byte[] {0})));
        CompletableFuture<Boolean> taken =
                CompletableFuture.supplyAsync(() -> client.takeAtOnce(new ToClient.Results("s", "n1", result)));
        assertThat(taken.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static long submit(TaskSession session, Ends ends) {
        try {
            return session.submit(TaskOptions.standard().shape("java"), CALLEE, new byte[0], ends);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
