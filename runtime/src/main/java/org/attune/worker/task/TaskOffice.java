package org.attune.worker.task;

import java.nio.file.Path;
import org.attune.wire.Connection;
import org.attune.wire.Grants;
import org.attune.wire.Link;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.worker.WorkerOffice;

/** Remote functions as a part of a worker. */
public final class TaskOffice implements WorkerOffice {
    private final TaskHost host;
    private final Grants grants;
    private volatile Link<ToHead> link;

    /**
     * @param folder for code of sessions, private to this process
     * @param grants the worker's
     */
    public TaskOffice(Path folder, PythonTasks python, Grants grants) {
        this.grants = grants;
        this.host = new TaskHost(folder, python, new Outlet() {
            @Override
            public void send(ToHead message) {
                Link<ToHead> now = link;
                if (now != null) {
                    now.send(message);
                }
            }

            @Override
            public boolean isReady() {
                Link<ToHead> now = link;
                return now != null && now.isReady();
            }
        });
    }

    @Override
    public void joined(Connection connection, Link<ToHead> head, ToWorker.Welcome welcome) {
        link = head;
        host.joined(
                welcome.worker(),
                grants.addresses().isEmpty()
                        ? grants.host()
                        : grants.addresses().get(0));
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
    }
}
