package org.attune.task;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.attune.client.HeadClient;
import org.attune.task.code.Hashes;
import org.attune.task.value.AllowList;
import org.attune.task.value.RefusedValueException;
import org.attune.wire.Callee;
import org.attune.wire.ClusterFolder;
import org.attune.wire.ClusterKey;
import org.attune.wire.ClusterProblem;
import org.attune.wire.Connection;
import org.attune.wire.Dialer;
import org.attune.wire.HeadAddress;
import org.attune.wire.Question;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskResult;
import org.attune.wire.TaskShape;

/**
 * A cluster, for programs that run functions there.
 *
 * <pre>{@code
 * try (Cluster cluster = Cluster.connect(folder)) {
 *     Remote<Double> loss = cluster.submit(() -> train(0.01));
 *     List<Remote<Double>> losses = cluster.map(rates, rate -> train(rate));
 *     System.out.println(cluster.get(loss) + " " + cluster.getAll(losses));
 * }
 * }</pre>
 *
 * <p>A function takes along what it captures, and the jars or folders of its classes, each once. Arguments and results are
 * serialised as Java does, up to 64 MB each; only values of the JDK and classes of those jars are read back. Submitting waits
 * while 50,000 functions, or 32 MB of them, are under way. When it is closed, or the program ends, its functions end too.
 * Thread-safe.
 */
public final class Cluster implements AutoCloseable {
    /** How many bytes a function, an argument and a result may have, each. */
    public static final int MOST_BYTES = 64 << 20;

    private static final Duration READY = Duration.ofSeconds(1);
    private static final int MOST_READY = 256;
    private static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final Connection connection;
    private final HeadClient head;
    private final TaskSession session;
    private final ClusterOptions options;
    private final Closing last;
    private final Parcels parcels;
    private final Results results;

    /** What ends after all else. */
    private interface Closing {
        void close();
    }

    private Cluster(Connection connection, HeadClient head, TaskSession session, ClusterOptions options, Closing last) {
        this.last = last;
        this.connection = connection;
        this.head = head;
        this.session = session;
        this.options = options;
        this.parcels = new Parcels(session);
        this.results = new Results(new AllowList(type -> type == RefusedValueException.class
                || type == Ready.class
                || options.allowed().contains(type)
                || parcels.has(type)));
    }

    /**
     * Connects to a cluster of this user, and lets its workers run something for up to a second, so that they are quick when the
     * first function comes.
     *
     * @param folder of the cluster, as {@code attune cluster start --cluster} had it
     * @throws IOException if there is no head, or it cannot be reached; the message says what to do
     */
    public static Cluster connect(Path folder) throws IOException, InterruptedException {
        return connect(folder, ClusterOptions.standard());
    }

    /** As {@link #connect(Path)}, to the usual folder: {@code $ATTUNE_CLUSTER}, else {@code ~/.attune/cluster}. */
    public static Cluster connect() throws IOException, InterruptedException {
        return connect(ClusterFolder.usual(System.getenv()));
    }

    /** As {@link #connect(Path)}, with options. */
    public static Cluster connect(Path folder, ClusterOptions options) throws IOException, InterruptedException {
        Optional<Class<?>> caller = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(type -> type != Cluster.class)
                        .findFirst());
        ClusterFolder cluster = ClusterFolder.at(folder);
        HeadAddress address = cluster.head()
                .orElseThrow(() -> new ClusterProblem(
                        "no head runs in " + cluster.path() + ". Start one: attune cluster start --cluster " + folder));
        ClusterKey key = cluster.key()
                .orElseThrow(() -> new ClusterProblem("the cluster's key is missing in " + cluster.path() + "."));
        Dialer dialer = new Dialer();
        try {
            Cluster connected = over(
                    dialer.dial(address.addresses(), address.port(), key, options.patience()), options, dialer::close);
            connected.makeReady(caller);
            return connected;
        } catch (IOException e) {
            dialer.close();
            throw e;
        }
    }

    /**
     * Opens a session over a connection, which is closed with it. For programs that dial by themselves.
     *
     * @throws IOException if the head does not answer, or code of the options cannot be read
     */
    public static Cluster over(Connection connection, ClusterOptions options) throws IOException, InterruptedException {
        return over(connection, options, () -> {});
    }

    private static Cluster over(Connection connection, ClusterOptions options, Closing last)
            throws IOException, InterruptedException {
        HeadClient head = HeadClient.greet(connection, options.name(), options.patience());
        Cluster cluster = new Cluster(
                connection, head, TaskSession.open(head, options.name(), options.patience()), options, last);
        for (Path path : options.code()) {
            cluster.parcels.add(path);
        }
        return cluster;
    }

    /** {@link #submit(RemoteFunction, TaskOptions)} with {@link TaskOptions#standard()}. */
    public <T> Remote<T> submit(RemoteFunction<T> function) {
        return submit(function, TaskOptions.standard());
    }

    /**
     * Runs a function somewhere on the cluster. Returns at once unless too many are under way.
     *
     * @throws IllegalArgumentException if it cannot be serialised, or has more than 64 MB
     * @throws RemoteException if the thread is interrupted while it waits for room
     */
    public <T> Remote<T> submit(RemoteFunction<T> function, TaskOptions how) {
        TaskShape shape = how.shape("java");
        Remote<T> remote = new Remote<>();
        Optional<Callee> constant = parcels.constant(function);
        if (constant.isPresent()) {
            send(shape, constant.get(), new byte[0], function, remote, "");
            return remote;
        }
        Parcels.Parcel packed = parcels.pack(function, "the function");
        if (packed.bytes().length <= TaskFrames.LARGE) {
            send(shape, new Callee(packed.code(), new byte[0], ""), packed.bytes(), function, remote, "");
        } else {
            String hash = Hashes.of(packed.bytes());
            session.store(hash, packed.bytes());
            send(shape, new Callee(packed.code(), new byte[0], hash), new byte[0], function, remote, hash);
        }
        return remote;
    }

    /** {@link #map(Collection, RemoteMapping, TaskOptions)} with {@link TaskOptions#standard()}. */
    public <A, T> List<Remote<T>> map(Collection<? extends A> arguments, RemoteMapping<A, T> function) {
        return map(arguments, function, TaskOptions.standard());
    }

    /**
     * Runs a function for each of many arguments. The function travels once for many of them: the quickest way to run many small
     * ones.
     *
     * @return a result for each argument, in their order
     * @throws IllegalArgumentException if something cannot be serialised, or has more than 64 MB
     */
    public <A, T> List<Remote<T>> map(
            Collection<? extends A> arguments, RemoteMapping<A, T> function, TaskOptions how) {
        Parcels.Parcel packed = parcels.pack(function, "the function");
        TaskShape shape = how.shape("java");
        boolean isLarge = packed.bytes().length > TaskFrames.LARGE;
        String stored = isLarge ? Hashes.of(packed.bytes()) : "";
        if (isLarge) {
            session.store(stored, packed.bytes());
        }
        byte[] inline = isLarge ? new byte[0] : packed.bytes();
        Callee callee = new Callee(packed.code(), inline, stored);
        List<Remote<T>> remotes = new ArrayList<>(arguments.size());
        for (A argument : arguments) {
            Parcels.Parcel body = parcels.pack(argument, "an argument");
            if (body.bytes().length > TaskFrames.LARGE) {
                remotes.add(submit(new Applied<>(function, argument), how));
                continue;
            }
            Remote<T> remote = new Remote<>();
            Callee own = packed.code().containsAll(body.code())
                    ? callee
                    : new Callee(Parcels.union(packed.code(), body.code()), inline, stored);
            send(shape, own, body.bytes(), function, remote, "");
            remotes.add(remote);
        }
        return remotes;
    }

    /**
     * Waits for a result.
     *
     * @return what the function returned
     * @throws RuntimeException or an {@link Error}: what the function threw, as it was, with the worker named in its stack
     *     trace; a checked exception is the cause of a {@link RemoteException}
     * @throws WorkerLostException if its workers were lost more often than it may be started again
     * @throws LateException if its deadline has passed
     * @throws TaskRefusedException if no worker that was there when it was submitted could ever run it
     * @throws java.util.concurrent.CancellationException if it was cancelled
     */
    public <T> T get(Remote<T> remote) throws InterruptedException {
        try {
            return remote.get();
        } catch (ExecutionException e) {
            throw rethrow(e.getCause());
        }
    }

    /**
     * As {@link #get(Remote)}, for so long.
     *
     * @throws TimeoutException if the result is not there by then; the function goes on
     */
    public <T> T get(Remote<T> remote, Duration patience) throws InterruptedException, TimeoutException {
        try {
            return remote.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw rethrow(e.getCause());
        }
    }

    /** Waits for all results, in the order of the references; throws what the first of these that failed threw. */
    public <T> List<T> getAll(Collection<Remote<T>> remotes) throws InterruptedException {
        List<T> values = new ArrayList<>(remotes.size());
        for (Remote<T> remote : remotes) {
            values.add(get(remote));
        }
        return values;
    }

    /** The workers that are there. */
    public List<Node> nodes() throws IOException, InterruptedException {
        return head.ask(new Question.Nodes(false), options.patience()).stream()
                .map(Node::of)
                .toList();
    }

    /**
     * What functions of this program wait for, a line for each kind of them:
     * {@code 3 functions wait for cpu: 8: 4 of 4 CPUs of n1 are taken by study s (trials 0, 1)}. Empty if none waits.
     */
    public List<String> why() throws IOException, InterruptedException {
        return session.why(options.patience());
    }

    /** How many CPUs the workers that are there offer together. */
    public double cpus() throws IOException, InterruptedException {
        return nodes().stream().mapToDouble(Node::cpu).sum();
    }

    /** How many GPUs the workers that are there offer together. */
    public int gpus() throws IOException, InterruptedException {
        return nodes().stream().mapToInt(node -> node.gpus().size()).sum();
    }

    /** Ends the session: functions that have not ended are given up. */
    @Override
    public void close() {
        session.close();
        head.close();
        connection.close();
        last.close();
    }

    /**
     * Sends the code of the program to the workers, and lets each of their CPUs do something again and again until that is quick
     * or a second has passed: code that a Java has run some hundred times it runs many times faster, here, at the head and on the
     * workers. The last ones take some milliseconds, so that the cluster does not expect the program's own functions to take
     * none. Whatever goes wrong, those will tell.
     */
    private void makeReady(Optional<Class<?>> program) throws InterruptedException {
        try {
            String name = program.map(Class::getName).orElse("");
            List<String> own = program.isPresent() ? parcels.code(Set.of(program.get())) : List.of();
            long count = Math.min(MOST_READY, (long) cpus());
            long begin = System.nanoTime();
            CompletableFuture<Void> first = beReady(new Ready(0, name), own, count);
            Ready.readOne(); // meanwhile
            first.get();
            long round;
            do {
                round = System.nanoTime();
                beReady(new Ready(0, ""), own, count).get();
            } while (count > 0
                    && System.nanoTime() - round > count * QUICK_NANOS
                    && System.nanoTime() - begin < READY.toNanos());
            for (int i = 0; i < 4; i++) {
                beReady(new Ready(10, ""), own, count).get();
            }
        } catch (IOException | ClassNotFoundException | IllegalArgumentException | ExecutionException e) {
            return;
        }
    }

    private CompletableFuture<Void> beReady(Ready function, List<String> code, long count) {
        Parcels.Parcel packed = parcels.pack(function, "the function");
        Callee callee = new Callee(Parcels.union(packed.code(), code), new byte[0], "");
        List<Remote<Object>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Remote<Object> one = new Remote<>();
            all.add(one);
            send(TaskOptions.standard().shape("java"), callee, packed.bytes(), function, one, "");
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .orTimeout(READY.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, late) -> all.forEach(one -> one.cancel(true)));
    }

    private <T> void send(
            TaskShape shape, Callee callee, byte[] body, Object function, Remote<T> remote, String dropped) {
        ClassLoader loader = function.getClass().getClassLoader();
        try {
            long task = session.submit(shape, callee, body, new TaskSession.Ends() {
                @Override
                public void began(String worker) {
                    remote.runsOn(worker);
                }

                @Override
                public boolean isQuick(TaskResult result) {
                    return dropped.isEmpty() && Results.isQuick(result) && remote.isOnlyAwaited();
                }

                @Override
                public void ended(TaskResult result, String worker) {
                    drop();
                    results.deliver(result, worker, "the function", loader, remote);
                }

                @Override
                public void lost(String why) {
                    remote.completeExceptionally(new RemoteException(
                            "the result is lost, since " + (why.isEmpty() ? "the session is over" : why)));
                }

                private void drop() {
                    if (!dropped.isEmpty()) {
                        session.drop(dropped);
                    }
                }
            });
            remote.onCancel(() -> session.cancel(task));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted while it waited to submit a function", e);
        }
    }

    private static RuntimeException rethrow(Throwable thrown) {
        if (thrown instanceof RuntimeException unchecked) {
            return unchecked;
        } else if (thrown instanceof Error error) {
            throw error;
        }
        return new RemoteException(thrown.toString(), thrown);
    }
}
