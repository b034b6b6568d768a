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

    /**
     * Begins them if that takes no time: a thread of the net may call this.
     *
     * @param over called when all have ended, by a thread of the runner; not before this returns false
     * @return false if it takes some: then {@link #run} is called for them
     */
    default boolean begin(Callee callee, List<Task> tasks, Ends ends, Runnable over) {
        return false;
    }

    /**
     * Runs them and returns when all have ended. Called by one thread at a time, and while nothing that was begun runs.
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
