package org.attune.worker.task;

import java.util.List;
import org.attune.task.code.CodeFolder;
import org.attune.wire.TaskShape;

/** Runs tasks whose {@link TaskShape#language} is {@code python}, in processes that are warm. Thread-safe. */
public interface PythonTasks {

    /**
     * A new slot. Returns at once, however long the process takes to start.
     *
     * @param devices ids of the GPUs that the slot has
     */
    TaskRunner open(String session, TaskShape shape, List<String> devices, CodeFolder code);

    /**
     * Makes processes ready for a session, as many as fit here.
     *
     * @param settings what each of them is told first
     * @param ready done, on any thread, when they are, or cannot be
     */
    void warmUp(String session, TaskShape shape, byte[] settings, Runnable ready);

    /** The session is over: all its processes end. */
    void ended(String session);

    /** Tells of every Python task that this worker has no Python for it. */
    static PythonTasks none(String why) {
        return new NoPython(why);
    }
}
