package org.attune.task;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.attune.client.Conversation;
import org.attune.client.HeadClient;
import org.attune.wire.Callee;
import org.attune.wire.FromClient;
import org.attune.wire.Question;
import org.attune.wire.Task;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskResult;
import org.attune.wire.TaskShape;
import org.attune.wire.ToClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's session of tasks, whatever their language: bodies go, results come. It has the results of its {@link HeadClient} for itself, and ends with it. A client that submits faster than the cluster
 * works is held up, so that neither it nor the head holds more than {@code MOST_TASKS} tasks of it. Thread-safe.
 */
public final class TaskSession implements AutoCloseable {

    /** What becomes of a task: one end, on a thread that must not be blocked. */
    public interface Ends {
        /** It runs there, and goes on; {@code worker} empty: it was lost there, and waits again. */
        default void began(String worker) {}

        /** Whether {@link #ended} with this result takes no time at all, and calls nothing of the program: a thread of the net may do it. */
        default boolean isQuick(TaskResult result) {
            return false;
        }

        /** @param worker that ran it, or empty */
        void ended(TaskResult result, String worker);

        /** The session is over; nothing more is known of the task. */
        void lost(String why);
    }

    private static final Logger LOG = LoggerFactory.getLogger(TaskSession.class);
    private static final int MOST_IN_MESSAGE = 200;
    /** Bytes of results that somebody may wait for, rather than of many that have gathered. */
    private static final int FEW = 256;

    private final HeadClient head;
    private final Conversation conversation;
    private final String id;
    private final Window window;
    private final Incoming incoming = new Incoming();
    private final AtomicLong lastTask = new AtomicLong();
    private final Map<Long, Open> open = new ConcurrentHashMap<>();
    private final Set<String> stored = new HashSet<>();
    private final Queue<Outgoing> outgoing = new ConcurrentLinkedQueue<>();
    private volatile String end;

    private record Open(Callee callee, long bytes, Ends ends) {}

    private sealed interface Outgoing {}

    private record Submission(TaskShape shape, Callee callee, Task task) implements Outgoing {}

    private record Other(FromClient message) implements Outgoing {}

    /**
     * Opens a session.
     *
     * @param head which nobody else uses for tasks
     * @param name for people
     * @throws IOException if the head does not open one, or does not answer in time
     */
    public static TaskSession open(HeadClient head, String name, Duration patience)
            throws IOException, InterruptedException {
        CompletableFuture<Map<String, Object>> opened = new CompletableFuture<>();
        CompletableFuture<TaskSession> session = new CompletableFuture<>();
        Conversation conversation = head.ask(new Question.OpenSession(name, Map.of()), message -> {
            if (message instanceof ToClient.Part part
                    && !opened.complete(part.value())
                    && part.value().get("waits") instanceof String why) {
                LOG.warn("{}", why);
            }
        });
        conversation.onEnd(why -> {
            opened.completeExceptionally(new IOException(why));
            session.thenAccept(one -> one.over(why));
        });
        try {
            TaskSession one =
                    new TaskSession(head, conversation, opened.get(patience.toMillis(), TimeUnit.MILLISECONDS));
            session.complete(one);
            return one;
        } catch (ExecutionException e) {
            throw (IOException) e.getCause();
        } catch (TimeoutException e) {
            conversation.close();
            throw new IOException("the head has not opened a session within " + patience.toSeconds() + " s", e);
        }
    }

    private TaskSession(HeadClient head, Conversation conversation, Map<String, Object> opened) {
        this.head = head;
        this.conversation = conversation;
        this.id = (String) opened.get("session");
        this.window =
                new Window(((Number) opened.get("tasks")).longValue(), ((Number) opened.get("bytes")).longValue());
        head.source(this::next);
        head.onResults(incoming::take);
        head.onResultsAtOnce(incoming::takeAtOnce);
    }

    /**
     * Submits a task. Waits while too many are under way, except on the thread that brings results.
     *
     * @param callee what it names by a hash was {@linkplain #store stored} before
     * @return id of the task
     * @throws RemoteException if the session is over
     */
    public long submit(TaskShape shape, Callee callee, byte[] body, Ends ends) throws InterruptedException {
        long bytes = body.length + 64;
        if (!incoming.isOnThisThread()) {
            window.enter(callee, bytes);
        } else {
            window.force(callee, bytes);
        }
        long task = lastTask.incrementAndGet();
        open.put(task, new Open(callee, bytes, ends));
        if (end != null) {
            lose(task, end);
        } else {
            say(new Submission(shape, callee, new Task(task, body)));
        }
        return task;
    }

    /** The task is not wanted any more: its end is CANCELLED, or what it came to meanwhile. */
    public void cancel(long task) {
        say(new Other(new FromClient.Cancel(id, List.of(task))));
    }

    /** Sends what {@link Callee} names by content hash; does nothing if it was sent before. */
    public void store(String hash, byte[] bytes) {
        synchronized (stored) {
            if (!stored.add(hash)) {
                return;
            }
        }
        for (int offset = 0; offset < bytes.length; offset += TaskFrames.PART) {
            byte[] part = Arrays.copyOfRange(bytes, offset, Math.min(bytes.length, offset + TaskFrames.PART));
            say(new Other(new FromClient.Code(id, hash, offset, bytes.length, part)));
        }
    }

    /** What was stored is not needed any more. */
    public void drop(String hash) {
        synchronized (stored) {
            if (stored.remove(hash)) {
                say(new Other(new FromClient.Drop(id, hash)));
            }
        }
    }

    private void say(Outgoing one) {
        outgoing.add(one);
        head.draw();
    }

    /** What goes next: tasks that call the same together, as many as have gathered. */
    private FromClient next() {
        Outgoing one = outgoing.poll();
        if (!(one instanceof Submission first)) {
            return one instanceof Other other ? other.message() : null;
        }
        List<Task> tasks = new ArrayList<>();
        tasks.add(first.task());
        long bytes = first.task().body().length;
        while (tasks.size() < MOST_IN_MESSAGE
                && bytes < TaskFrames.LARGE
                && outgoing.peek() instanceof Submission next
                && next.shape().equals(first.shape())
                && next.callee().equals(first.callee())) {
            tasks.add(next.task());
            bytes += next.task().body().length;
            outgoing.remove();
        }
        return new FromClient.Submit(id, first.shape(), first.callee(), TaskFrames.packTasks(tasks));
    }

    /** What tasks that do not run wait for, a line each; empty if all run. */
    List<String> why(Duration patience) throws IOException, InterruptedException {
        return head.ask(new Question.WhyTasks(id), patience).stream()
                .map(part -> String.valueOf(part.get("line")))
                .toList();
    }

    private void lose(long task, String why) {
        Open one = open.remove(task);
        if (one != null) {
            window.leave(one.callee(), one.bytes());
            one.ends().lost(why);
        }
    }

    private void over(String why) {
        end = why;
        open.keySet().forEach(task -> lose(task, why));
    }

    /** Ends the session with all its tasks. */
    @Override
    public void close() {
        conversation.close();
        over("the session was closed");
    }

    private final class Incoming {
        private final Map<Long, byte[]> bodies = new ConcurrentHashMap<>();
        private volatile Thread thread;
        /** Of the net: what a program adds to a result in its last moment runs there. */
        private volatile Thread atOnce;

        boolean isOnThisThread() {
            return Thread.currentThread() == thread || Thread.currentThread() == atOnce;
        }

        void take(ToClient message) {
            thread = Thread.currentThread();
            try {
                if (message instanceof ToClient.Results results
                        && results.session().equals(id)) {
                    TaskFrames.results(results.results()).forEach(result -> take(result, results.worker()));
                } else if (message instanceof ToClient.Begun begun
                        && begun.session().equals(id)) {
                    begun.tasks().forEach(task -> began(task, begun.worker()));
                } else if (message instanceof ToClient.Body body
                        && body.session().equals(id)) {
                    take(body);
                }
            } finally {
                thread = null;
            }
        }

        /** Spares who waits for a result the way over another thread. */
        boolean takeAtOnce(ToClient.Results message) {
            if (message.results().length > FEW) {
                return false;
            }
            List<TaskResult> results = TaskFrames.results(message.results());
            boolean isQuick = message.session().equals(id) && results.stream().allMatch(this::isQuick);
            if (isQuick) {
                atOnce = Thread.currentThread();
                try {
                    results.forEach(result -> take(result, message.worker()));
                } finally {
                    atOnce = null;
                }
            }
            return isQuick;
        }

        private boolean isQuick(TaskResult result) {
            Open one = open.get(result.id());
            return one == null || result.body() != null && one.ends().isQuick(result);
        }

        private void began(long task, String worker) {
            Open one = open.get(task);
            if (one != null) {
                one.ends().began(worker);
            }
        }

        private void take(TaskResult result, String worker) {
            Open one = open.remove(result.id());
            byte[] parts = bodies.remove(result.id());
            if (one != null) {
                window.leave(one.callee(), one.bytes());
                byte[] body = result.body() != null ? result.body() : parts != null ? parts : new byte[0];
                one.ends().ended(new TaskResult(result.id(), result.end(), result.micros(), body), worker);
            }
        }

        private void take(ToClient.Body body) {
            if (open.containsKey(body.task()) && body.size() <= Cluster.MOST_BYTES + TaskFrames.PART) {
                byte[] all = bodies.computeIfAbsent(body.task(), task -> new byte[(int) body.size()]);
                if (all.length != body.size()) {
                    all = new byte[(int) body.size()];
                    bodies.put(body.task(), all);
                }
                System.arraycopy(body.bytes(), 0, all, (int) body.offset(), body.bytes().length);
            }
            head.send(new FromClient.BodyTaken(id, body.task(), body.offset() + body.bytes().length));
        }
    }
}
