package org.attune.worker.task;

import java.util.List;
import org.attune.wire.Callee;
import org.attune.wire.Task;
import org.attune.wire.TaskResult;

/** Runs tasks of one session in one slot, one after the other. Nothing of a session is used by another. */
public interface TaskRunner extends AutoCloseable {

    /** What becomes of tasks. Thread-safe. */
    interface Ends {
        /** Once for each task, when it begins. */
        void began(long task);

        /** Once for each task, in any order; {@link TaskResult.End#RETURNED} for one that did not begin. */
        void ended(TaskResult result);
    }

    /** Tasks for which {@link #run} is called next: what a runner can begin of them on a thread of the net, which waits for nothing, it may. */
    default void setOut(Callee callee, List<Task> tasks) {}

    /**
     * Runs them and returns when all have ended. Called by one thread at a time.
     *
     * @param callee all that it names by a content hash is there, {@link org.attune.task.code.CodeFolder}
     * @param tasks several only if such tasks take less than a millisecond
     */
    void run(Callee callee, List<Task> tasks, Ends ends);

    /** Ends a task as CANCELLED if it is one of those that run; does nothing else. Called by any thread, and does not block. */
    void cancel(long task);

    /** The slot is given back: what runs is ended. */
    @Override
    void close();
}
