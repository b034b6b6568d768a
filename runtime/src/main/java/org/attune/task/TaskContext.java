package org.attune.task;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * Where a remote function runs, for the function itself: {@code TaskContext.current().worker()}. Immutable.
 *
 * @param worker name of the worker, as {@code attune nodes} has it
 * @param address of its machine, at which others of the cluster reach it
 * @param gpus ids of the devices that the function may use
 */
public record TaskContext(String worker, String address, List<String> gpus) {
    private static final ThreadLocal<TaskContext> CURRENT = new ThreadLocal<>();

    public TaskContext {
        gpus = List.copyOf(gpus);
    }

    /**
     * That of the function which this thread runs; threads that a function starts have none.
     *
     * @throws IllegalStateException if this thread runs none
     */
    public static TaskContext current() {
        TaskContext context = CURRENT.get();
        if (context == null) {
            throw new IllegalStateException(
                    "TaskContext.current() tells where a remote function runs, but this thread does not run one.");
        }
        return context;
    }

    /** Calls within a context; for workers. */
    public static <T> T within(TaskContext context, Callable<T> call) throws Exception {
        CURRENT.set(context);
        try {
            return call.call();
        } finally {
            CURRENT.remove();
        }
    }
}
