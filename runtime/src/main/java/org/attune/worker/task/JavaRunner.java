package org.attune.worker.task;

import java.io.IOException;
import java.io.NotSerializableException;
import java.util.List;
import org.attune.task.RemoteFunction;
import org.attune.task.RemoteMapping;
import org.attune.task.TaskContext;
import org.attune.task.code.CodeFolder;
import org.attune.task.value.AllowList;
import org.attune.task.value.Failures;
import org.attune.task.value.Values;
import org.attune.wire.Callee;
import org.attune.wire.Task;
import org.attune.wire.TaskResult;

/** Runs Java functions in this process: on the calling thread, with the classes of their session. */
final class JavaRunner implements TaskRunner {
    /** Bytes that a result may have. */
    static final int MOST_BYTES = 64 << 20;

    private final SessionLoader loader;
    private final AllowList allowed;
    private final CodeFolder code;
    private final TaskContext context;
    private Callee known;
    private Object function;
    private Thread running;
    private long task;
    private boolean isCancelled;

    JavaRunner(SessionLoader loader, AllowList allowed, CodeFolder code, TaskContext context) {
        this.loader = loader;
        this.allowed = allowed;
        this.code = code;
        this.context = context;
    }

    @Override
    public void run(Callee callee, List<Task> tasks, Ends ends) {
        for (Task one : tasks) {
            begin(one.id());
            ends.began(one.id());
            ends.ended(run(callee, one));
        }
    }

    private TaskResult run(Callee callee, Task one) {
        long start = System.nanoTime();
        TaskResult.End end;
        byte[] body;
        try {
            body = call(callee, one);
            end = TaskResult.End.VALUE;
        } catch (VirtualMachineError e) {
            // Its own memory must not be kept until the next task.
            function = null;
            known = null;
            body = Failures.write(e);
            end = TaskResult.End.ERROR;
        } catch (Throwable e) {
            body = Failures.write(e);
            end = TaskResult.End.ERROR;
        }
        long micros = (System.nanoTime() - start) / 1000;
        return finish()
                ? new TaskResult(one.id(), TaskResult.End.CANCELLED, micros, new byte[0])
                : new TaskResult(one.id(), end, micros, body);
    }

    private byte[] call(Callee callee, Task one) throws Exception {
        if (!callee.equals(known)) {
            known = null; // nothing is, if this one cannot be read
            function = null;
            callee.code().forEach(hash -> loader.add(code.path(hash)));
            if (callee.function().length > 0) {
                function = read(callee.function());
            } else if (!callee.stored().isEmpty()) {
                function = read(code.read(callee.stored()));
            }
            known = callee;
        }
        return write(call(one));
    }

    @SuppressWarnings("unchecked")
    private Object call(Task one) throws Exception {
        return TaskContext.within(context, () -> {
            if (function instanceof RemoteMapping<?, ?> mapping) {
                return ((RemoteMapping<Object, Object>) mapping).apply(read(one.body()));
            }
            Object own = function == null ? read(one.body()) : function;
            if (own instanceof RemoteFunction<?> call) {
                return call.call();
            }
            throw new IOException("this is no function: " + own);
        });
    }

    private Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        return Values.read(bytes, loader, allowed);
    }

    private static byte[] write(Object value) throws IOException {
        byte[] bytes;
        try {
            bytes = Values.write(value, type -> {});
        } catch (NotSerializableException e) {
            throw new IOException("the result cannot be sent back: class " + e.getMessage()
                    + " does not implement java.io.Serializable");
        }
        if (bytes.length > MOST_BYTES + 1024) {
            throw new IOException("a result may have " + (MOST_BYTES >> 20) + " MB, but this one has "
                    + ((bytes.length + (1 << 20) - 1) >> 20)
                    + " MB. Write it to a file on a shared folder and return its path.");
        }
        return bytes;
    }

    private synchronized void begin(long one) {
        running = Thread.currentThread();
        running.setContextClassLoader(loader);
        task = one;
        isCancelled = false;
    }

    /** @return whether it was cancelled */
    private synchronized boolean finish() {
        running = null;
        Thread.interrupted();
        Thread.currentThread().setContextClassLoader(JavaRunner.class.getClassLoader());
        return isCancelled;
    }

    @Override
    public synchronized void cancel(long one) {
        if (running != null && task == one) {
            isCancelled = true;
            running.interrupt();
        }
    }

    @Override
    public synchronized void close() {
        if (running != null) {
            isCancelled = true;
            running.interrupt();
        }
    }
}
