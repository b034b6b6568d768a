package org.attune.head.task;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.attune.background.Daemons;
import org.attune.head.WorkerHandle;
import org.attune.wire.FromClient;
import org.attune.wire.TaskFrames;
import org.attune.wire.ToClient;
import org.attune.wire.ToWorker;

/**
 * Keeps on the disk what clients send for their tasks, and gives it to workers that ask: to all of them at once, a
 * part each in turn, and to each no faster than it takes it, so that what else is said to it is not held up. One
 * thread does so, since links must not wait for disks; it goes when it is idle. Thread-safe.
 */
final class CodeDesk implements AutoCloseable {
    private static final long LOOK_MILLIS = 2;
    /** After that long a worker is lost or will be; if it is not, it asks again when it joins. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final ScheduledThreadPoolExecutor clerk = clerk();
    /** The latest of each worker alone goes on: one that has lost its link asks anew. Used by the clerk. */
    private final Map<To, Delivery> deliveries = new HashMap<>();

    private record To(String session, String hash, String worker) {}

    /** What waits for the disk is a backlog of the client. */
    void take(Session session, FromClient.Code part) {
        session.asker.backlog(part.bytes().length);
        execute(session, () -> {
            try {
                session.code.take(part.hash(), part.offset(), part.size(), part.bytes());
            } finally {
                session.asker.backlog(-part.bytes().length);
            }
        });
    }

    void drop(Session session, String hash) {
        execute(session, () -> session.code.drop(hash));
    }

    void delete(Session session) {
        execute(session, session.code::delete);
    }

    void answer(Session session, String hash, WorkerHandle worker) {
        execute(session, () -> {
            Delivery delivery = new Delivery(session, hash, worker);
            deliveries.put(delivery.to(), delivery);
            delivery.goOn();
        });
    }

    private final class Delivery {
        private final Session session;
        private final String hash;
        private final WorkerHandle worker;
        private long offset;
        private long readyNanos = System.nanoTime();

        Delivery(Session session, String hash, WorkerHandle worker) {
            this.session = session;
            this.hash = hash;
            this.worker = worker;
        }

        To to() {
            return new To(session.id, hash, worker.name());
        }

        void goOn() throws IOException {
            if (deliveries.get(to()) != this) {
                return;
            }
            long now = System.nanoTime();
            if (worker.isReady()) {
                readyNanos = now;
                sendPart();
            } else if (now - readyNanos < PATIENCE_NANOS) {
                clerk.schedule(attempt(session, this::goOn), LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                deliveries.remove(to());
            }
        }

        private void sendPart() throws IOException {
            boolean isThere = session.code.has(hash);
            long size = isThere ? Files.size(session.code.path(hash)) : -1;
            byte[] part = isThere ? session.code.read(hash, offset, TaskFrames.PART) : new byte[0];
            worker.send(new ToWorker.Code(session.id, hash, isThere ? offset : 0, size, part));
            offset += TaskFrames.PART;
            if (offset < size) {
                execute(session, this::goOn);
            } else {
                deliveries.remove(to());
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void execute(Session session, Work work) {
        // After the end of the head nobody needs it.
        if (!clerk.isShutdown()) {
            clerk.execute(attempt(session, work));
        }
    }

    private static Runnable attempt(Session session, Work work) {
        return () -> {
            try {
                work.run();
            } catch (IOException | IllegalArgumentException e) {
                session.asker.send(new ToClient.Failed(
                        session.asker.id(), "what the tasks need could not be kept at the head: " + e.getMessage()));
            }
        };
    }

    private static ScheduledThreadPoolExecutor clerk() {
        ScheduledThreadPoolExecutor clerk = new ScheduledThreadPoolExecutor(1, Daemons.named("attune-tasks-code"));
        clerk.setKeepAliveTime(10, TimeUnit.SECONDS);
        clerk.allowCoreThreadTimeOut(true);
        clerk.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return clerk;
    }

    @Override
    public void close() {
        clerk.shutdown();
    }
}
