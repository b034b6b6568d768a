package org.attune.worker;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.attune.background.Daemons;
import org.attune.study.Placement;
import org.attune.trial.stack.Stacks;
import org.attune.wire.AttemptKey;
import org.attune.wire.Connection;
import org.attune.wire.Link;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;

/** Tells the head what a trial of this worker is doing, when it asks for its {@code stack}. */
public final class StackOffice implements WorkerOffice {
    private final Stacks stacks;
    private final Function<AttemptKey, Optional<Placement>> placements;
    private final ExecutorService thread;
    private volatile Link<ToHead> head;

    /** @param placements where an attempt runs, if it does, such as {@link WorkerHost#placement} */
    public StackOffice(Map<String, String> environment, Function<AttemptKey, Optional<Placement>> placements) {
        this.stacks = new Stacks(environment);
        this.placements = placements;
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(100), Daemons.named("attune-stack"));
        one.allowCoreThreadTimeOut(true);
        thread = one;
    }

    @Override
    public void joined(Connection connection, Link<ToHead> to, ToWorker.Welcome welcome) {
        head = to;
    }

    @Override
    public boolean take(ToWorker message) {
        if (!(message instanceof ToWorker.Ask ask) || !ask.what().equals("stack")) {
            return false;
        }
        try {
            thread.execute(() -> head.send(answer(ask)));
        } catch (RejectedExecutionException e) {
            head.send(none(ask, "too many ask at once"));
        }
        return true;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private ToHead.Answer answer(ToWorker.Ask ask) {
        Optional<Placement> placement = ask.key().flatMap(placements);
        if (placement.isEmpty()) {
            return none(ask, "it does not run yet, or no longer");
        }
        try {
            String text = stacks.of(placement.get().pid());
            return text.isEmpty()
                    ? none(ask, "its process has just ended")
                    : new ToHead.Answer(ask.id(), Optional.of(text), Optional.empty());
        } catch (IOException e) {
            return none(ask, "its processes cannot be looked at: " + e.getMessage());
        }
    }

    private static ToHead.Answer none(ToWorker.Ask ask, String problem) {
        return new ToHead.Answer(ask.id(), Optional.empty(), Optional.of(problem));
    }
}
