package org.attune.worker.python;

import java.io.IOException;
import java.util.List;
import org.attune.wire.Callee;
import org.attune.wire.Task;
import org.attune.wire.TaskResult.End;
import org.attune.worker.task.TaskRunner;

/** A slot: has a process of its session as long as it is open, and another one when that dies. */
final class CallRunner implements TaskRunner {
    private static final Batch NOTHING = new Batch(List.of());

    private final CallSession session;
    private final CallSession.Kind kind;
    private final Files files;

    // Guarded by this object's lock.
    private CallProcess process;
    private Batch batch = NOTHING;
    private long cancelled = -1;
    private boolean closed;

    /** Reads what calls name by its content hash. */
    interface Files {
        byte[] read(String hash) throws IOException;
    }

    CallRunner(CallSession session, CallSession.Kind kind, Files files) {
        this.session = session;
        this.kind = kind;
        this.files = files;
    }

    @Override
    public boolean begin(Callee callee, List<Task> tasks, Ends ends, Runnable over) {
        Batch left = new Batch(tasks);
        CallProcess current;
        synchronized (this) {
            if (process == null
                    || closed
                    || !callee.stored().isEmpty()
                    || !process.takesAtOnce(callee.function(), tasks)) {
                return false;
            }
            current = process;
            batch = left;
        }
        current.begin(callee.function(), left, ends, new CallProcess.Outcome() {
            @Override
            public void over() {
                rest();
                over.run();
            }

            @Override
            public void lost() {
                try {
                    CallRunner.this.lost(current, left, ends);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    tellAll(left, End.RETURNED, "", ends);
                }
                finish(callee, left, ends);
                over.run();
            }
        });
        return true;
    }

    @Override
    public void run(Callee callee, List<Task> tasks, Ends ends) {
        Batch left = new Batch(tasks);
        try {
            if (!callee.stored().isEmpty()) {
                left = new Batch(List.of(new Task(tasks.get(0).id(), files.read(callee.stored()))));
            }
        } catch (IOException e) {
            tellAll(left, End.ERROR, "its arguments cannot be read: " + e.getMessage(), ends);
        }
        finish(callee, left, ends);
    }

    /** Runs what is left, with another process if one dies. */
    private void finish(Callee callee, Batch left, Ends ends) {
        try {
            while (!left.isEmpty()) {
                CallProcess current = take(callee, left);
                if (!current.run(callee.function(), left, ends)) {
                    lost(current, left, ends);
                }
            }
        } catch (IOException e) {
            tellAll(left, End.ERROR, "no process can be started for it: " + e.getMessage(), ends);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tellAll(left, End.RETURNED, "", ends);
        } finally {
            rest();
        }
    }

    private CallProcess take(Callee callee, Batch left) throws IOException, InterruptedException {
        CallProcess current;
        synchronized (this) {
            current = process;
        }
        if (current != null && current.isOver()) {
            current.close();
            current = null;
        }
        if (current == null) {
            current = session.take(kind, files.read(callee.code().get(0)));
        }
        synchronized (this) {
            process = current;
            batch = left;
            if (closed) {
                current.kill();
            }
        }
        return current;
    }

    /** The process has died, of the call that ran; those behind it are for the next one, or if the slot is closed, for others. */
    private void lost(CallProcess dead, Batch left, Ends ends) throws InterruptedException {
        boolean over;
        long wanted;
        synchronized (this) {
            process = null;
            over = closed;
            wanted = cancelled;
            cancelled = -1;
        }
        String death = dead.death();
        if (left.isEmpty()) {
            return;
        } else if (wanted < 0 || left.runs(wanted)) {
            Task first = left.removeFirst();
            End end = wanted >= 0 ? End.CANCELLED : End.LOST;
            ends.ended(CallFrames.told(first.id(), end, end == End.LOST ? death : ""));
        }
        if (over) {
            tellAll(left, End.RETURNED, "", ends);
        }
    }

    private static void tellAll(Batch left, End end, String text, Ends ends) {
        for (Task task = left.removeFirst(); task != null; task = left.removeFirst()) {
            ends.ended(CallFrames.told(task.id(), end, text));
        }
    }

    private synchronized void rest() {
        batch = NOTHING;
        cancelled = -1;
        if (closed) {
            leave();
        }
    }

    @Override
    public synchronized void cancel(long task) {
        if (batch.runs(task) && process != null) {
            cancelled = task;
            process.kill();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (!batch.isEmpty() && process != null) {
            process.kill();
        } else if (batch == NOTHING) {
            leave();
        }
    }

    private void leave() {
        if (process != null) {
            session.giveBack(kind, process);
            process = null;
        }
    }
}
