package org.attune.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.attune.wire.ToClient;

/** A question under way. Thread-safe. */
public final class Conversation implements AutoCloseable {
    private final long id;
    private final Consumer<ToClient> parts;
    private final Runnable withdraw;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    Conversation(long id, Consumer<ToClient> parts, Runnable withdraw) {
        this.id = id;
        this.parts = parts;
        this.withdraw = withdraw;
    }

    public long id() {
        return id;
    }

    /**
     * Waits for the end of the answer.
     *
     * @return whether it came within that time
     * @throws RefusedException if the head does not answer
     * @throws HeadGoneException if the head is gone
     */
    public boolean await(Duration patience) throws IOException, InterruptedException {
        try {
            end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw (IOException) e.getCause();
        }
    }

    /** Calls with the reason when the answer has ended, on a thread that must not be blocked; at once if it has. */
    public void onEnd(Consumer<String> action) {
        end.whenComplete((none, problem) -> action.accept(problem == null ? "" : problem.getMessage()));
    }

    /** Withdraws the question, unless it is answered. */
    @Override
    public void close() {
        if (!end.isDone()) {
            withdraw.run();
        }
    }

    void take(ToClient message) {
        if (message instanceof ToClient.Done) {
            end.complete(null);
        } else if (message instanceof ToClient.Failed failed) {
            end.completeExceptionally(new RefusedException(failed.problem()));
        } else {
            parts.accept(message);
        }
    }

    void gone(String why) {
        end.completeExceptionally(new HeadGoneException(why));
    }
}
