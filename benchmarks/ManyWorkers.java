import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.attune.client.HeadClient;
import org.attune.machine.Machine;
import org.attune.wire.ClusterFolder;
import org.attune.wire.ClusterKey;
import org.attune.wire.ClusterProblem;
import org.attune.wire.Connection;
import org.attune.wire.Dialer;
import org.attune.wire.Grants;
import org.attune.wire.HeadAddress;
import org.attune.wire.Question;
import org.attune.worker.WorkerHost;
import org.attune.worker.Workshop;
import org.attune.worker.join.Dial;
import org.attune.worker.join.JoinSettings;
import org.attune.worker.join.Joining;
import org.attune.worker.join.Waiting;

/**
 * Many workers at one head: how long until all are there, until half of them that are killed at once are missed, and until all have found the next head after the first was killed; and
 * whether one is lost that lives.
 *
 * <pre>java -cp cli/target/attune benchmarks/ManyWorkers.java [WORKERS [QUIET]]</pre>
 *
 * The head is a process of its own, started by {@code attune cluster start}. The WORKERS (1,000) live in two processes, with all that joins a worker to a head (it finds, dials, says
 * hello, waits and tries again as {@code attune worker} does), over a TLS connection each, with a whole handshake; but they share a machine that grants 2 CPUs, a reading of the cluster's key, and the few
 * threads of the network, dial 16 at a time in a process, since their handshakes share the CPUs that a thousand machines would have each, and run nothing. Their processes compile as little as one that joins once
 * does: with Java's quick compiler. So the time has both ends of all handshakes in it, on the CPUs of one machine, but no five hundred machines' compiling. Then nothing happens for QUIET seconds (60).
 */
public class ManyWorkers {
    private static final Path ATTUNE = Path.of("cli", "target", "attune").toAbsolutePath();
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    public static void main(String[] words) throws Exception {
        if (words.length == 4 && words[0].equals("--host")) {
            host(Path.of(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            return;
        }
        int workers = words.length > 0 ? Integer.parseInt(words[0]) : 1000;
        int quiet = words.length > 1 ? Integer.parseInt(words[1]) : 60;
        Path folder = Files.createTempDirectory("attune-many");
        try {
            new ManyWorkers(folder.resolve("cluster"), workers).run(quiet);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    private final Path cluster;
    private final int workers;
    private final List<Process> hosts = new ArrayList<>();

    private ManyWorkers(Path cluster, int workers) {
        this.cluster = cluster;
        this.workers = workers;
    }

    private void run(int quiet) throws Exception {
        try {
            measure(quiet);
        } finally {
            hosts.forEach(Process::destroyForcibly);
            attune("cluster", "stop", "--cluster", cluster.toString(), "--now");
        }
    }

    private void measure(int quiet) throws Exception {
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        System.out.printf("%d workers, %d CPUs, load before %s%n", workers, Runtime.getRuntime().availableProcessors(), load);
        int half = workers / 2;
        attune("cluster", "start", "--cluster", cluster.toString());
        System.out.printf("the head alone                %s%n", footprint());
        try (Watch watch = new Watch()) {
            Process first = startHost(0, half);
            Process second = startHost(half, workers - half);
            long begin = System.nanoTime();
            go(first);
            go(second);
            watch.until(workers);
            System.out.printf("all have joined after         %8.2f s%n", since(begin));
            double used = cpu();
            Thread.sleep(10_000);
            System.out.printf("the head with them            %s; %.1f %% of a CPU%n", footprint(), (cpu() - used) * 10);
            begin = System.nanoTime();
            second.destroyForcibly();
            watch.until(half);
            System.out.printf("half killed, missed after     %8.2f s%n", since(begin));
            second.waitFor();
            second = startHost(half, workers - half);
            begin = System.nanoTime();
            go(second);
            watch.until(workers);
            System.out.printf("as many new ones joined after %8.2f s%n", since(begin));
        }
        ProcessHandle.of(head().pid()).orElseThrow().destroyForcibly();
        long begin = System.nanoTime();
        attune("cluster", "start", "--cluster", cluster.toString());
        System.out.printf("the next head is there after  %8.2f s%n", since(begin));
        try (Watch watch = new Watch()) {
            watch.until(workers);
            System.out.printf("all have found it after       %8.2f s%n", since(begin));
            long before = missed();
            double used = cpu();
            int least = workers;
            for (int second = 0; second < quiet; second++) {
                Thread.sleep(1000);
                least = Math.min(least, watch.joined());
            }
            System.out.printf(
                    "%d quiet seconds              %d at least were there, %d were missed; the head took %.1f %% of a CPU%n",
                    quiet, least, missed() - before, (cpu() - used) * 100 / quiet);
        }
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Lines of the head's log that tell of a worker that does not answer. */
    private long missed() throws IOException {
        try (Stream<String> lines = Files.lines(cluster.resolve("head.log"))) {
            return lines.filter(line -> line.contains("lost")).count();
        }
    }

    private HeadAddress head() throws IOException {
        return ClusterFolder.at(cluster).head().orElseThrow();
    }

    private String footprint() throws IOException {
        Path process = Path.of("/proc", Long.toString(head().pid()));
        Map<String, String> status = new java.util.HashMap<>();
        for (String line : Files.readAllLines(process.resolve("status"))) {
            String[] parts = line.split(":\\s*");
            status.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return String.format(
                    "%8.0f MiB, %s threads, %d descriptors",
                    Long.parseLong(status.get("VmRSS").split(" ")[0]) / 1024.0, status.get("Threads"), descriptors.count());
        }
    }

    /** Seconds that the head has used. */
    private double cpu() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(head().pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    private void attune(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(ATTUNE.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    /** One that is ready to begin. */
    private Process startHost(int from, int count) throws IOException {
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss256k",
                        "-cp", ATTUNE.toString(), "benchmarks/ManyWorkers.java",
                        "--host", cluster.toString(), Integer.toString(from), Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        hosts.add(host);
        new BufferedReader(new InputStreamReader(host.getInputStream())).readLine();
        return host;
    }

    private static void go(Process host) throws IOException {
        host.getOutputStream().write('\n');
        host.getOutputStream().flush();
    }

    /** Asks the head who is there. */
    private final class Watch implements AutoCloseable {
        private final Dialer dialer = new Dialer();
        private final HeadClient client;

        Watch() throws Exception {
            HeadAddress head = head();
            ClusterKey key = ClusterFolder.at(cluster).key().orElseThrow();
            client = HeadClient.greet(dial(head, key), "watch", DEADLINE);
        }

        /** Among a thousand that knock, one that asks once may be sent away. */
        private Connection dial(HeadAddress head, ClusterKey key) throws IOException {
            long begin = System.nanoTime();
            while (true) {
                try {
                    return dialer.dial(head.addresses(), head.port(), key, DEADLINE);
                } catch (ClusterProblem e) {
                    if (System.nanoTime() - begin > LONGEST.toNanos()) {
                        throw e;
                    }
                }
            }
        }

        int joined() throws IOException, InterruptedException {
            return (int) client.ask(new Question.Nodes(false), LONGEST).stream()
                    .filter(node -> node.get("state").equals("joined"))
                    .count();
        }

        /** Asked for at any time: it costs the head little, whereas to tell of each of a thousand is work. */
        int known() throws IOException, InterruptedException {
            return ((Number) client.ask(new Question.Status(), LONGEST).get(0).get("workers")).intValue();
        }

        void until(int count) throws Exception {
            long begin = System.nanoTime();
            int now;
            while ((now = known()) < count || (now = joined()) != count) {
                if (since(begin) > LONGEST.toSeconds()) {
                    try (Stream<String> lines = Files.lines(cluster.resolve("head.log"))) {
                        lines.filter(line -> !line.contains("joined")).limit(20).forEach(System.err::println);
                    }
                    throw new IOException(now + " workers are there, and not " + count);
                }
                Thread.sleep(50);
            }
        }

        @Override
        public void close() {
            client.close();
            dialer.close();
        }
    }

    /** Is many workers, from a word on. */
    private static void host(Path cluster, int from, int count) throws Exception {
        Dialer dialer = new Dialer();
        ClusterFolder folder = ClusterFolder.at(cluster);
        ClusterKey key = folder.key().orElseThrow();
        Machine machine = Machine.here(System.getenv(), false);
        Workshop workshop = new Workshop(System.getenv(), machine, (study, progress) -> {
            throw new IOException("these workers run nothing");
        });
        Semaphore turns = new Semaphore(16, true);
        System.out.println("ready");
        System.in.read();
        for (int i = from; i < from + count; i++) {
            String name = String.format("n%04d", i);
            Grants grants = new Grants(
                    name, List.of("127.0.0.1"), ProcessHandle.current().pid(), 2, List.of(), 4L << 30, 100, Map.of(), Map.of(), "", Optional.empty(),
                    Map.of("cpu", "2 CPUs"));
            Waiting waiting = new Waiting();
            Dial dial = () -> {
                HeadAddress head = folder.head().orElseThrow(() -> new IOException("there is no head"));
                turns.acquireUninterruptibly();
                try {
                    return waiting.dial(
                            deadline -> new Dial.Dialled(dialer.dial(List.of("127.0.0.1"), head.port(), key, deadline), head.host()));
                } finally {
                    turns.release();
                }
            };
            Joining joining = new Joining(dial, JoinSettings.usual(Optional.empty()), line -> {});
            WorkerHost host = new WorkerHost(name, grants, workshop, List.of(), joining);
            new Thread(() -> {
                try {
                    joining.run(host);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }).start();
        }
    }
}
