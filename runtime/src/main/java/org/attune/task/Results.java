package org.attune.task;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.attune.task.value.AllowList;
import org.attune.task.value.Failures;
import org.attune.task.value.Values;
import org.attune.wire.TaskResult;

/** What came back from a worker, as values and exceptions of this program. */
final class Results {
    private static final String MACHINERY = "org.attune.worker.task.";

    private final AllowList allowed;

    Results(AllowList allowed) {
        this.allowed = allowed;
    }

    /** Whether nothing but the JDK's own code is run to read it. */
    static boolean isQuick(TaskResult result) {
        return result.end() == TaskResult.End.VALUE && Values.isSimple(result.body());
    }

    @SuppressWarnings("unchecked")
    <T> void deliver(TaskResult result, String worker, String what, ClassLoader loader, Remote<T> remote) {
        if (!worker.isEmpty()) {
            remote.runsOn(worker);
        }
        switch (result.end()) {
            case VALUE -> {
                try {
                    remote.complete((T) Values.read(result.body(), loader, allowed));
                } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
                    remote.completeExceptionally(unreadable(e, worker));
                }
            }
            case ERROR -> remote.completeExceptionally(thrown(result, worker, loader));
            case LOST ->
                remote.completeExceptionally(new WorkerLostException(what + " on worker " + worker + ": "
                        + new String(result.body(), StandardCharsets.UTF_8) + "."));
            case LATE ->
                remote.completeExceptionally(new LateException("the deadline of " + what + " passed before it ended."));
            case REFUSED ->
                remote.completeExceptionally(
                        new TaskRefusedException(new String(result.body(), StandardCharsets.UTF_8)));
            case CANCELLED, RETURNED -> remote.cancel(true);
        }
    }

    private static RemoteException unreadable(Throwable e, String worker) {
        return new RemoteException(
                "the result from worker " + worker + " cannot be read here: " + e.getMessage()
                        + ". A class that is in none of the session's jars must be named: ClusterOptions.allowing(...).",
                e);
    }

    private Throwable thrown(TaskResult result, String worker, ClassLoader loader) {
        Failures.Failure failure;
        try {
            failure = Failures.read(result.body());
        } catch (IOException e) {
            return new RemoteException("a function failed on worker " + worker + ", and its error cannot be read.", e);
        }
        try {
            if (failure.object().length > 0
                    && Values.read(failure.object(), loader, allowed) instanceof Throwable thrown) {
                mark(thrown, worker);
                return thrown;
            }
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
            return asText(failure, worker, e);
        }
        return asText(failure, worker, null);
    }

    private static RemoteException asText(Failures.Failure failure, String worker, Throwable why) {
        String hint = failure.type().equals("java.lang.NoClassDefFoundError")
                ? "The class is in none of the jars that were sent; name its jar: ClusterOptions.withCode(...).\n"
                : "";
        RemoteException exception = new RemoteException("on worker " + worker + ": " + failure.trace() + hint);
        if (why != null) {
            exception.addSuppressed(why);
        }
        return exception;
    }

    /** Leaves what is the function's of a stack trace, and says where it ran. */
    private static void mark(Throwable thrown, String worker) {
        StackTraceElement[] trace = thrown.getStackTrace();
        int own = 0;
        while (own < trace.length && !trace[own].getClassName().startsWith(MACHINERY)) {
            own++;
        }
        StackTraceElement[] marked = new StackTraceElement[own + 1];
        System.arraycopy(trace, 0, marked, 0, own);
        marked[own] = new StackTraceElement("[on worker " + worker + "]", "run", null, -1);
        thrown.setStackTrace(marked);
    }
}
