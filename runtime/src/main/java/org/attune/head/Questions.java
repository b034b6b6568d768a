package org.attune.head;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.attune.wire.AttemptKey;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;

/** What was asked of workers and is not answered yet. */
final class Questions implements Office {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private record Open(WorkerHandle worker, ToWorker.Ask question, Consumer<ToHead.Answer> answer, Runnable inTime) {}

    private final Timer timer;
    private final Map<Long, Open> open = new HashMap<>();
    private long last;

    Questions(Timer timer) {
        this.timer = timer;
    }

    /** {@code key}: null if it is about no attempt. */
    void ask(
            WorkerHandle worker,
            String what,
            AttemptKey key,
            Map<String, String> details,
            Consumer<ToHead.Answer> answer) {
        ToWorker.Ask question;
        synchronized (this) {
            long id = ++last;
            question = new ToWorker.Ask(id, what, Optional.ofNullable(key), details);
            Runnable inTime = timer.after(
                    LIMIT, () -> fail(id, worker.name() + " did not answer within " + LIMIT.toSeconds() + " s"));
            open.put(id, new Open(worker, question, answer, inTime));
        }
        worker.send(question);
    }

    @Override
    public synchronized void joined(WorkerHandle worker, ToHead.Hello hello) {
        of(worker).forEach(one -> worker.send(one.question()));
    }

    @Override
    public boolean take(WorkerHandle worker, ToHead message) {
        if (message instanceof ToHead.Answer answer) {
            tell(answer);
            return true;
        }
        return false;
    }

    @Override
    public void lost(WorkerHandle worker, String why) {
        List<Open> left;
        synchronized (this) {
            left = of(worker);
        }
        left.forEach(one -> fail(one.question().id(), worker.name() + " was lost: " + why));
    }

    private List<Open> of(WorkerHandle worker) {
        return open.values().stream().filter(one -> one.worker() == worker).toList();
    }

    private void fail(long id, String problem) {
        tell(new ToHead.Answer(id, Optional.empty(), Optional.of(problem)));
    }

    private void tell(ToHead.Answer answer) {
        Open asked;
        synchronized (this) {
            asked = open.remove(answer.id());
        }
        if (asked != null) {
            asked.inTime().run();
            asked.answer().accept(answer);
        }
    }
}
