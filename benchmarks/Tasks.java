import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.attune.task.Cluster;
import org.attune.task.Remote;
import org.attune.task.TaskContext;
import org.attune.task.TaskOptions;

/**
 * Remote functions of a real cluster on this machine: a head and workers as processes of their own, over TLS.
 *
 * <pre>cli/target/attune java benchmarks/Tasks.java [WORKERS [ROUNDS [SLEEPS]]]</pre>
 *
 * Of each round (5): functions that do nothing a second, submitted one by one (20,000; many under way) and in batches of 100 ({@code map}; 200,000), and the round trip of one after the other (2,000).
 * Then SLEEPS (60) rounds of as many functions that sleep one second as 4 workers with 5 places each have: a place is 0.4 of the 2 CPUs that a worker may give on this machine. The first round of a connection
 * is told apart. Each figure: median [least, most] of the rounds after the first, which is the warm-up and told as such. Beside them, since they say more where other programs want the processors: what head,
 * workers and this program used of the processors for a task; how long the functions that sleep took themselves; and at the end Echo.java, the limit of a round trip.
 */
public class Tasks {
    private static final Path ATTUNE = Path.of("cli", "target", "attune").toAbsolutePath();

    public static void main(String[] arguments) throws Exception {
        int workers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int sleeps = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60;
        System.out.printf(
                "%d CPUs, Java %s, load before %s%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                load());
        Path folder = Files.createTempDirectory("attune-tasks");
        List<Process> started = new ArrayList<>();
        try {
            started.add(start(folder, "head", "cluster", "start", "--cluster", folder + "/c", "--foreground"));
            for (int i = 1; i <= Math.max(workers, sleeps > 0 ? 4 : 0); i++) {
                started.add(start(folder, "n" + i, "worker", "--cluster", folder + "/c", "--name", "n" + i));
            }
            Path cluster = folder.resolve("c");
            await(cluster, started.size() - 1);
            if (sleeps > 0) {
                sleep(cluster, sleeps);
            }
            for (int i = started.size() - 1; i > workers; i--) {
                started.remove(i).destroy();
            }
            quick(cluster, rounds, started);
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Path.of("benchmarks", "Echo.java").toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            System.out.println("load after: " + load());
        } finally {
            started.forEach(Process::destroy);
            for (Process process : started) {
                process.waitFor(10, TimeUnit.SECONDS);
                process.destroyForcibly();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }

    private static Process start(Path folder, String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ATTUNE.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), name + ".out"))
                .start();
    }

    private static void await(Path folder, int workers) throws Exception {
        long start = System.nanoTime();
        while (true) {
            try (Cluster cluster = Cluster.connect(folder)) {
                if (cluster.nodes().size() >= workers) {
                    return;
                }
            } catch (IOException e) {
                if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(60)) {
                    throw e;
                }
            }
            Thread.sleep(100);
        }
    }

    private static void sleep(Path folder, int rounds) throws Exception {
        double[] times = new double[rounds];
        double[] own = new double[rounds];
        Map<String, Integer> places = new TreeMap<>();
        try (Cluster cluster = Cluster.connect(folder)) {
            TaskOptions how = TaskOptions.standard().cpu(0.4);
            for (int round = 0; round < rounds; round++) {
                long start = System.nanoTime();
                List<Remote<Slept>> all = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    all.add(cluster.submit(
                            () -> {
                                long begun = System.nanoTime();
                                Thread.sleep(1000);
                                return new Slept(
                                        TaskContext.current().worker(), (System.nanoTime() - begun) / 1e9);
                            },
                            how));
                }
                places.clear();
                for (Slept slept : cluster.getAll(all)) {
                    places.merge(slept.worker(), 1, Integer::sum);
                    own[round] = Math.max(own[round], slept.seconds());
                }
                times[round] = (System.nanoTime() - start) / 1e9;
            }
        }
        print("rounds of one second, 4 workers x 5", times);
        print("the longest sleep of each", own);
        System.out.println("last: " + places);
    }

    private record Slept(String worker, double seconds) implements Serializable {}

    private static void print(String what, double[] times) {
        double first = times[0];
        Arrays.sort(times);
        System.out.printf(
                "%-36s first %.3f, median %.3f, max %.3f s%n",
                what, first, times[times.length / 2], times[times.length - 1]);
    }

    private static void quick(Path folder, int rounds, List<Process> processes) throws Exception {
        List<Measure> measures = List.of(
                new Measure("one by one", 20_000), new Measure("in batches of 100", 200_000), new Measure("one after the other", 2_000));
        try (Cluster cluster = Cluster.connect(folder)) {
            for (int round = -1; round < rounds; round++) {
                measures.get(0).take(processes, () -> singles(cluster, 20_000));
                measures.get(1).take(processes, () -> batches(cluster, 200_000));
                measures.get(2).take(processes, () -> trips(cluster, 2_000));
                if (round < 0) {
                    System.out.println("warm-up:");
                    measures.forEach(Measure::print);
                    measures.forEach(Measure::clear);
                    System.out.println("then:");
                }
            }
        }
        measures.forEach(Measure::print);
    }

    /** Tasks a second, or microseconds each, and what the processes of head, workers and program used of the processors for one. */
    private static final class Measure {
        private final String what;
        private final int count;
        private final List<Double> figures = new ArrayList<>();
        private final List<Double> costs = new ArrayList<>();

        Measure(String what, int count) {
            this.what = what;
            this.count = count;
        }

        void take(List<Process> processes, Callable<Double> run) throws Exception {
            double before = cpu(processes);
            figures.add(run.call());
            costs.add((cpu(processes) - before) / count);
        }

        void clear() {
            figures.clear();
            costs.clear();
        }

        void print() {
            System.out.printf("%-24s %-32s CPU of a task, us: %s%n", what, spread(figures), spread(costs));
        }

        private static double cpu(List<Process> processes) {
            Stream<ProcessHandle> all = Stream.concat(Stream.of(ProcessHandle.current()), processes.stream().map(Process::toHandle));
            return all.mapToLong(one -> one.info().totalCpuDuration().orElse(Duration.ZERO).toNanos()).sum() / 1e3;
        }

        private static String spread(List<Double> figures) {
            double[] sorted = figures.stream().mapToDouble(figure -> figure).sorted().toArray();
            return String.format("%,.0f [%,.0f, %,.0f]", sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
        }
    }

    private static double singles(Cluster cluster, int count) throws Exception {
        long start = System.nanoTime();
        List<Remote<Object>> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(cluster.submit(() -> null));
        }
        cluster.getAll(all);
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private static double batches(Cluster cluster, int count) throws Exception {
        List<Integer> hundred = IntStream.range(0, 100).boxed().toList();
        long start = System.nanoTime();
        List<Remote<Object>> all = new ArrayList<>(count);
        for (int i = 0; i < count; i += 100) {
            all.addAll(cluster.map(hundred, number -> null));
        }
        cluster.getAll(all);
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private static double trips(Cluster cluster, int count) throws Exception {
        double[] micros = new double[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            cluster.get(cluster.submit(() -> null));
            micros[i] = (System.nanoTime() - start) / 1e3;
        }
        Arrays.sort(micros);
        return micros[count / 2];
    }
}
