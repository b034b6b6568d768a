package org.attune.worker;

import java.nio.file.Path;
import java.util.Map;
import org.attune.machine.Gpus;
import org.attune.wire.Connection;
import org.attune.wire.Grants;
import org.attune.wire.Link;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.worker.python.PythonProcesses;
import org.attune.worker.task.TaskHost;

/** Remote functions on a worker: of Java in this process, of Python in processes of its own. */
public final class TaskOffice implements WorkerOffice {
    private final Grants grants;
    private final PythonProcesses python;
    private final TaskHost host;
    private volatile Link<ToHead> link;
    private volatile String name;

    /**
     * @param grants of the worker
     * @param gpus of its machine
     * @param environment from which that of processes is made
     * @param scratch a folder for code of sessions, this process's alone; made when it is needed
     */
    public TaskOffice(Grants grants, Gpus gpus, Map<String, String> environment, Path scratch) {
        this.grants = grants;
        this.name = grants.host();
        this.python = new PythonProcesses(
                () -> name,
                environment,
                gpus,
                Path.of("/"),
                grants.cpu(),
                printed -> say(new ToHead.Printed(printed.session(), printed.lines())));
        this.host = new TaskHost(scratch, python, this::say);
    }

    /** Nothing, while there is no link. */
    private void say(ToHead message) {
        Link<ToHead> now = link;
        if (now != null) {
            now.send(message);
        }
    }

    @Override
    public void joined(Connection connection, Link<ToHead> head, ToWorker.Welcome welcome) {
        link = head;
        name = welcome.worker();
        host.joined(
                name,
                grants.addresses().isEmpty()
                        ? grants.host()
                        : grants.addresses().get(0),
                head);
    }

    @Override
    public boolean take(ToWorker message) {
        return host.take(message);
    }

    @Override
    public void lost() {
        link = null;
    }

    @Override
    public boolean isBusy() {
        return host.isBusy();
    }

    @Override
    public void close() {
        host.close();
        python.close();
    }
}
