package org.attune.worker.python;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The processes of a session: those that slots have, and those that are warm and wait for one. Thread-safe. */
final class CallSession implements AutoCloseable {

    /**
     * Processes of one kind serve any slot of that kind.
     *
     * @param threads of numerical libraries
     * @param devices GPUs that it sees
     */
    record Kind(int threads, List<String> devices) {}

    /** Starts a process; may take as long as that takes. */
    interface Factory {
        CallProcess start(Kind kind, byte[] settings) throws IOException, InterruptedException;

        /** Runs something on a thread of its own. */
        void execute(Runnable action);
    }

    private final Factory factory;
    private final Map<Kind, Deque<CompletableFuture<CallProcess>>> idle = new HashMap<>();
    private final Set<CallProcess> all = new HashSet<>();
    private int warmed;
    private boolean closed;

    CallSession(Factory factory) {
        this.factory = factory;
    }

    /** Starts some ahead, unless that was done before; {@code ready}: done when they are, or have failed. */
    synchronized void warm(Kind kind, byte[] settings, int count, Runnable ready) {
        Deque<CompletableFuture<CallProcess>> waiting = idle.computeIfAbsent(kind, key -> new ArrayDeque<>());
        for (int i = warmed; i < count && !closed; i++) {
            CompletableFuture<CallProcess> one = new CompletableFuture<>();
            waiting.add(one);
            factory.execute(() -> begin(one, kind, settings));
        }
        warmed = Math.max(warmed, count);
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).whenComplete((all, e) -> ready.run());
    }

    private void begin(CompletableFuture<CallProcess> one, Kind kind, byte[] settings) {
        try {
            CallProcess process = start(kind, settings);
            process.awaitReady();
            one.complete(process);
        } catch (IOException | InterruptedException e) {
            one.completeExceptionally(e);
        }
    }

    /** A process for a slot, which waits or is started now. */
    CallProcess take(Kind kind, byte[] settings) throws IOException, InterruptedException {
        CompletableFuture<CallProcess> one;
        synchronized (this) {
            Deque<CompletableFuture<CallProcess>> waiting = idle.get(kind);
            one = waiting == null ? null : waiting.pollFirst();
        }
        if (one != null) {
            try {
                CallProcess ready = one.get();
                if (!ready.isOver()) {
                    return ready;
                }
                ready.close();
            } catch (ExecutionException e) {
                return start(kind, settings); // what went wrong ahead is told by whoever needs one
            }
        }
        return start(kind, settings);
    }

    /** A process whose slot is gone. */
    synchronized void giveBack(Kind kind, CallProcess process) {
        if (closed) {
            process.kill();
        } else {
            idle.computeIfAbsent(kind, key -> new ArrayDeque<>()).addFirst(CompletableFuture.completedFuture(process));
        }
    }

    private CallProcess start(Kind kind, byte[] settings) throws IOException, InterruptedException {
        CallProcess process = factory.start(kind, settings);
        synchronized (this) {
            if (!closed) {
                all.add(process);
                return process;
            }
        }
        process.close();
        throw new IOException("the session is over");
    }

    @Override
    public void close() {
        List<CallProcess> last;
        synchronized (this) {
            closed = true;
            last = new ArrayList<>(all);
            all.clear();
            idle.clear();
        }
        last.forEach(CallProcess::kill);
        last.forEach(process -> factory.execute(process::close));
    }
}
