import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How many trials a second {@code attune run} gets through when a trial does nothing.
 *
 * <pre>java benchmarks/TrialRate.java [TRIALS] [ROUNDS]</pre>
 *
 * A trial is a shell that prints one report and ends; two run at once. The limit: the same shell started as often by a bare loop in Java, two at once, its output
 * read to the end. Both take turns. The rate of Attune is counted from the first trial's creation to the last one's end, as its journal has them; beside it the
 * whole command's, with the start of Java and the end of the study. Every trial costs Attune two or three syncs of the disk of the system's folder for temporary
 * files (what happened is durable before it counts), a process group of its own, and a search for processes that it left.
 */
public class TrialRate {
    private static final int SLOTS = 2;
    private static final String STUDY = """
            study: noop
            objective: {metric: loss, mode: min}
            space: {x: {type: float, low: 0, high: 1}}
            sampler: random
            trials: %d
            max_parallel: %d
            resources: {cpu: 1}
            trainable: {command: [sh, -c, 'echo "attune: {{\\"loss\\": {x}}}"']}
            """;

    public static void main(String[] arguments) throws Exception {
        int trials = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        double[][] taken = new double[3][rounds];
        for (int round = 0; round < rounds; round++) {
            taken[0][round] = bare(trials);
            Path folder = Files.createTempDirectory("trial-rate");
            long start = System.nanoTime();
            attune(folder, trials);
            taken[2][round] = trials * 1e9 / (System.nanoTime() - start);
            taken[1][round] = trials / seconds(folder.resolve("noop/journal.jsonl"), trials);
            delete(folder);
        }
        double limit = median(taken[0]);
        List<String> names = List.of("bare loop", "attune run, its trials", "attune run, whole command");
        System.out.printf(
                "%-28s%8s%8s%8s%12s%n", trials + " trials, trials a second", "median", "least", "most", "to the loop");
        for (int i = 0; i < names.size(); i++) {
            System.out.printf(
                    "%-28s%8.0f%8.0f%8.0f%12.2f%n",
                    names.get(i),
                    median(taken[i]),
                    Arrays.stream(taken[i]).min().orElseThrow(),
                    Arrays.stream(taken[i]).max().orElseThrow(),
                    median(taken[i]) / limit);
        }
    }

    private static double bare(int trials) throws Exception {
        var pool = Executors.newFixedThreadPool(SLOTS);
        long start = System.nanoTime();
        List<Future<Integer>> ends = new ArrayList<>();
        for (int trial = 0; trial < trials; trial++) {
            ends.add(pool.submit(() -> {
                Process process = new ProcessBuilder("sh", "-c", "echo 'attune: {\"loss\": 0.5}'")
                        .redirectErrorStream(true)
                        .start();
                process.getInputStream().readAllBytes();
                return process.waitFor();
            }));
        }
        for (Future<Integer> end : ends) {
            end.get();
        }
        double rate = trials * 1e9 / (System.nanoTime() - start);
        pool.shutdown();
        return rate;
    }

    private static void attune(Path folder, int trials) throws Exception {
        Path study = Files.writeString(folder.resolve("noop.yaml"), STUDY.formatted(trials, SLOTS));
        ProcessBuilder command = new ProcessBuilder("cli/target/attune", "run", study.toString());
        command.environment().put("ATTUNE_RESULTS", folder.toString());
        int code = command.redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("attune ended with exit code " + code + ".");
        }
    }

    private static double seconds(Path journal, int trials) throws IOException {
        List<String> lines = Files.readAllLines(journal);
        List<String> ended = lines.stream()
                .filter(line -> line.contains("\"attempt_ended\"") && line.contains("\"FINISHED\""))
                .toList();
        if (ended.size() != trials) {
            throw new IllegalStateException(
                    trials + " trials should have come to their end, but " + ended.size() + " did.");
        }
        String first = lines.stream()
                .filter(line -> line.contains("\"trial_created\""))
                .findFirst()
                .orElseThrow();
        return Duration.between(time(first), time(ended.get(trials - 1))).toMillis() / 1000.0;
    }

    private static Instant time(String line) {
        String key = "\"time\":\"";
        int from = line.indexOf(key) + key.length();
        return Instant.parse(line.substring(from, line.indexOf('"', from)));
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }
}
