package org.attune.head.task;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.attune.head.WorkerHandle;
import org.attune.wire.FromClient;
import org.attune.wire.TaskFrames;
import org.attune.wire.ToClient;
import org.attune.wire.ToWorker;

/** Keeps on the disk what clients send for their tasks, and gives it to workers that ask. One thread does so, since links must not wait for disks; it goes when it is idle. Thread-safe. */
final class CodeDesk implements AutoCloseable {
    private static final long POLL_NANOS = 200_000;

    private final ExecutorService clerk = clerk();

    void take(Session session, FromClient.Code part) {
        execute(session, () -> session.code.take(part.hash(), part.offset(), part.size(), part.bytes()));
    }

    void drop(Session session, String hash) {
        execute(session, () -> session.code.drop(hash));
    }

    void delete(Session session) {
        execute(session, session.code::delete);
    }

    void answer(Session session, String hash, WorkerHandle worker) {
        execute(session, () -> {
            if (!session.code.has(hash)) {
                worker.send(new ToWorker.Code(session.id, hash, 0, -1, new byte[0]));
                return;
            }
            long size = Files.size(session.code.path(hash));
            for (long offset = 0; offset < size; offset += TaskFrames.PART) {
                long start = System.nanoTime();
                while (!worker.isReady() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5)) {
                    LockSupport.parkNanos(POLL_NANOS);
                }
                worker.send(new ToWorker.Code(
                        session.id, hash, offset, size, session.code.read(hash, offset, TaskFrames.PART)));
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private void execute(Session session, Work work) {
        // After the end of the head nobody needs it.
        if (clerk.isShutdown()) {
            return;
        }
        clerk.execute(() -> {
            try {
                work.run();
            } catch (IOException | IllegalArgumentException e) {
                session.asker.send(new ToClient.Failed(
                        session.asker.id(), "what the tasks need could not be kept at the head: " + e.getMessage()));
            }
        });
    }

    private static ExecutorService clerk() {
        ThreadPoolExecutor clerk =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "attune-tasks-code");
                    thread.setDaemon(true);
                    return thread;
                });
        clerk.allowCoreThreadTimeOut(true);
        return clerk;
    }

    @Override
    public void close() {
        clerk.shutdown();
    }
}
