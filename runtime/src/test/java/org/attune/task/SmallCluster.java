package org.attune.task;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.attune.head.Answering;
import org.attune.head.Arbiter;
import org.attune.head.WorkerHandle;
import org.attune.head.task.Tasks;
import org.attune.wire.Connection;
import org.attune.wire.FromClient;
import org.attune.wire.Grants;
import org.attune.wire.Link;
import org.attune.wire.MemoryLinks;
import org.attune.wire.Piece;
import org.attune.wire.Receiver;
import org.attune.wire.ToClient;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.wire.Visitors;
import org.attune.worker.task.PythonTasks;
import org.attune.worker.task.TaskHost;

/** A head that has nothing but tasks, and its workers, over links in memory or others. */
public final class SmallCluster implements AutoCloseable, Visitors {
    private final Path folder;
    private final Arbiter arbiter = new Arbiter();
    private final Tasks tasks;
    private final Map<String, Worker> workers = new ConcurrentHashMap<>();
    private final List<Cluster> clients = new ArrayList<>();

    public SmallCluster(Path folder) {
        this.folder = folder;
        this.tasks = new Tasks(arbiter::tenant, folder.resolve("head"));
    }

    public Cluster client() throws IOException, InterruptedException {
        return client(new MemoryLinks(this));
    }

    Cluster client(Connection connection) throws IOException, InterruptedException {
        Cluster cluster = Cluster.over(connection, ClusterOptions.standard());
        clients.add(cluster);
        return cluster;
    }

    public Tasks tasks() {
        return tasks;
    }

    public Worker worker(String name, int cpus) {
        Worker worker = new Worker(name, cpus, new MemoryLinks(this));
        workers.put(name, worker);
        worker.join();
        return worker;
    }

    @Override
    public Receiver<ToHead> worker(Link<ToWorker> link) {
        return new Receiver<>() {
            private Handle handle;

            @Override
            public void take(ToHead message) {
                if (message instanceof ToHead.Hello hello) {
                    handle = new Handle(hello.worker(), hello.grants(), link);
                    link.send(new ToWorker.Welcome(hello.worker(), 1, Duration.ofMinutes(1), List.of()));
                    arbiter.join(hello.worker(), hello.grants());
                    tasks.joined(handle, hello);
                } else {
                    tasks.take(handle, message);
                }
            }

            @Override
            public void closed(String why) {}
        };
    }

    /** The worker does not come back. */
    public void lose(Worker worker) {
        arbiter.leave(worker.name);
        tasks.lost(new Handle(worker.name, worker.grants(), null), "test");
    }

    @Override
    public Receiver<FromClient> client(Link<ToClient> link) {
        return new Receiver<>() {
            private final List<Runnable> gone = new ArrayList<>();

            @Override
            public void take(FromClient message) {
                if (message instanceof FromClient.Hello) {
                    link.send(new ToClient.Welcome("c", 1, "0"));
                } else if (message instanceof FromClient.Request request) {
                    tasks.answer(request.question(), new Answering.Asker() {
                        @Override
                        public long id() {
                            return request.id();
                        }

                        @Override
                        public void send(ToClient answer) {
                            link.send(answer);
                        }

                        @Override
                        public boolean isReady() {
                            return link.isReady();
                        }

                        @Override
                        public void onReady(Runnable action) {
                            link.onReady(action);
                        }

                        @Override
                        public void onGone(Runnable action) {
                            gone.add(action);
                        }
                    });
                } else {
                    tasks.take(message);
                }
            }

            @Override
            public void closed(String why) {
                gone.forEach(Runnable::run);
            }
        };
    }

    @Override
    public Receiver<Piece> carrier(Link<Piece> link) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        clients.forEach(Cluster::close);
        workers.values().forEach(Worker::close);
        tasks.close();
    }

    private record Handle(String name, Grants grants, Link<ToWorker> link) implements WorkerHandle {
        @Override
        public void send(ToWorker message) {
            link.send(message);
        }

        @Override
        public boolean isReady() {
            return link.isReady();
        }
    }

    public final class Worker implements AutoCloseable {
        final String name;
        private final int cpus;
        private final TaskHost host;
        private volatile MemoryLinks connection;
        private volatile Link<ToHead> link;

        Worker(String name, int cpus, MemoryLinks connection) {
            this.name = name;
            this.cpus = cpus;
            this.connection = connection;
            this.host = new TaskHost(
                    folder.resolve(name), PythonTasks.none("no Python here"), message -> link.send(message));
        }

        Grants grants() {
            return new Grants(
                    name,
                    List.of(name),
                    1,
                    cpus,
                    List.of(),
                    1L << 30,
                    100,
                    Map.of(),
                    Map.of(),
                    "",
                    Optional.empty(),
                    Map.of());
        }

        void join() {
            CompletableFuture<Void> welcome = new CompletableFuture<>();
            link = connection.worker(new Receiver<>() {
                @Override
                public void take(ToWorker message) {
                    if (message instanceof ToWorker.Welcome) {
                        welcome.thenRun(() -> host.joined(name, name, link));
                        return;
                    }
                    host.take(message);
                }

                @Override
                public void closed(String why) {}
            });
            welcome.complete(null);
            link.send(new ToHead.Hello(1, name, "boot-" + name, false, grants(), List.of()));
        }

        /** As when the network fails for a moment. */
        void rejoin() {
            connection.cut();
            connection = new MemoryLinks(SmallCluster.this);
            join();
        }

        void cut() {
            connection.cut();
        }

        @Override
        public void close() {
            connection.close();
            host.close();
        }
    }
}
