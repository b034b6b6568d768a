package org.attune.worker.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.attune.background.Daemons;
import org.attune.task.TaskContext;
import org.attune.task.code.CodeFolder;
import org.attune.wire.Link;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskResult;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;

/** A worker's part in remote functions. Its sessions outlive a link that is lost, and its results are said again until they are settled. Thread-safe. */
public final class TaskHost implements AutoCloseable {
    private final Path folder;
    private final PythonTasks python;
    private final Consumer<ToHead> head;
    private final Map<String, SessionHost> sessions = new ConcurrentHashMap<>();
    private final Deliveries deliveries = new Deliveries();
    private final Bodies bodies;
    private final ExecutorService executor = threads();
    private volatile String worker = "";
    private volatile String address = "";

    /**
     * @param folder for code of sessions, private to this process; made when it is needed
     * @param head takes messages, in order, on any thread; what is sent while there is no link is dropped
     */
    public TaskHost(Path folder, PythonTasks python, Consumer<ToHead> head) {
        this.folder = folder;
        this.python = python;
        this.head = head;
        this.bodies = new Bodies(head);
    }

    /**
     * A link is new: to be called after the head's {@link ToWorker.Welcome} and before any message that follows it.
     *
     * @param name of this worker
     * @param host its machine's address, for functions that ask
     * @param link whose source is from now on this object
     */
    public void joined(String name, String host, Link<ToHead> link) {
        worker = name;
        address = host;
        bodies.again();
        deliveries.goOn(link);
        sessions.values().forEach(SessionHost::askAgain);
    }

    /** @return whether the message was about tasks */
    public boolean take(ToWorker message) {
        if (message instanceof ToWorker.WarmUp warm) {
            sessions.computeIfAbsent(warm.session(), this::open);
            python.warmUp(
                    warm.session(), warm.shape(), warm.settings(), () -> head.accept(new ToHead.Warm(warm.session())));
        } else if (message instanceof ToWorker.Slots slots) {
            sessions.computeIfAbsent(slots.session(), this::open).slots(slots);
        } else if (message instanceof ToWorker.Tasks tasks) {
            with(tasks.session(), session -> begin(session, tasks));
        } else if (message instanceof ToWorker.Code part) {
            with(part.session(), session -> session.code(part));
        } else if (message instanceof ToWorker.CancelTasks cancel) {
            with(cancel.session(), session -> session.cancel(cancel.tasks()));
        } else if (message instanceof ToWorker.Recall recall) {
            with(recall.session(), session -> session.recall(recall.tasks()));
        } else if (message instanceof ToWorker.BodyTaken taken) {
            bodies.taken(taken.session(), taken.task(), taken.bytes());
        } else if (message instanceof ToWorker.ResultsTaken taken) {
            settle(taken.number());
        } else if (message instanceof ToWorker.EndSession end) {
            end(end.session());
        } else if (message instanceof ToWorker.Sessions alive) {
            sessions.keySet().stream()
                    .filter(id -> !alive.sessions().contains(id))
                    .toList()
                    .forEach(this::end);
        } else {
            return false;
        }
        return true;
    }

    /** What comes for a session after its end is nobody's. */
    private void with(String id, Consumer<SessionHost> action) {
        SessionHost session = sessions.get(id);
        if (session != null) {
            action.accept(session);
        }
    }

    private void begin(SessionHost session, ToWorker.Tasks tasks) {
        Set<Long> known = session.tasks(tasks);
        if (!known.isEmpty()) {
            deliveries.sayAgain(tasks.session(), known);
        }
    }

    private SessionHost open(String id) {
        return new SessionHost(
                id,
                new CodeFolder(folder.resolve(id)),
                python,
                executor,
                head,
                result -> ended(id, result),
                devices -> new TaskContext(worker, address, devices));
    }

    private void ended(String session, TaskResult result) {
        byte[] body = result.body();
        if (body.length > TaskFrames.LARGE) {
            try {
                bodies.deliver(session, result.id(), body);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            deliveries.add(session, new TaskResult(result.id(), result.end(), result.micros(), null));
        } else {
            deliveries.add(session, result);
        }
    }

    private void settle(long number) {
        for (Unsettled.Sent message : deliveries.settle(number)) {
            SessionHost session = sessions.get(message.session());
            if (session != null) {
                message.results().forEach(session::settled);
            }
        }
    }

    private void end(String id) {
        SessionHost session = sessions.remove(id);
        bodies.end(id);
        if (session != null) {
            executor.execute(session::close);
        }
    }

    private static ExecutorService threads() {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Daemons.numbered("attune-task"));
    }

    /** Whether a task is here that has not ended. */
    public boolean isBusy() {
        return sessions.values().stream().anyMatch(SessionHost::isBusy);
    }

    /** Ends all that runs, and removes the folder. */
    @Override
    public void close() {
        sessions.forEach((id, session) -> {
            bodies.end(id);
            session.close();
        });
        sessions.clear();
        executor.shutdown();
        try {
            new CodeFolder(folder).delete();
        } catch (IOException e) {
            // A file more in a temporary folder harms nobody.
            return;
        }
    }
}
