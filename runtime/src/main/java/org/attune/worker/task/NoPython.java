package org.attune.worker.task;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.attune.task.code.CodeFolder;
import org.attune.wire.Callee;
import org.attune.wire.Task;
import org.attune.wire.TaskResult;
import org.attune.wire.TaskShape;

/** Stands in on a worker without Python. The body of an error of Python is its text. */
final class NoPython implements PythonTasks {
    private final byte[] why;

    NoPython(String why) {
        this.why = why.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public TaskRunner open(String session, TaskShape shape, List<String> devices, CodeFolder code) {
        return new TaskRunner() {
            @Override
            public void run(Callee callee, List<Task> tasks, Ends ends) {
                for (Task task : tasks) {
                    ends.ended(new TaskResult(task.id(), TaskResult.End.ERROR, 0, why));
                }
            }

            @Override
            public void cancel(long task) {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void warmUp(String session, TaskShape shape, byte[] settings, Runnable ready) {
        ready.run();
    }

    @Override
    public void ended(String session) {}
}
