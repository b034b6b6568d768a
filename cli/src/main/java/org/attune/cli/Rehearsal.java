package org.attune.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.attune.background.Daemons;
import org.attune.cli.cluster.ClusterStartCommand;
import org.attune.task.Cluster;
import org.attune.trial.python.PythonSetup;
import org.attune.wire.ClusterFolder;

/**
 * Goes once through what commands, heads and workers do, in a folder of its own, so that Java notes which classes that takes. Run by the script in front of the program, which makes the
 * archive of classes from the list (stub.sh).
 */
final class Rehearsal {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String STUDY = "rehearsal";

    private static final String STUDY_FILE = """
            study: rehearsal
            objective: {metric: loss, mode: min}
            space:
              x: {type: float, low: 0, high: 1}
              layers: {type: int, low: 1, high: 4}
              kind: {type: categorical, choices: [a, b]}
            sampler: bohb
            scheduler: {type: hyperband, max_step: 3}
            trials: 2
            resources: {cpu: 1, pin: false}
            trainable: {command: [sh, -c, 'echo "attune: {{\\"step\\": 3, \\"loss\\": {x}}}"']}
            """;

    private final Path folder;
    private final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());

    private Rehearsal(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        background(() -> {
            Thread.sleep(LONGEST.toMillis());
            Runtime.getRuntime().halt(ExitCode.BAD_INPUT);
        });
        Rehearsal rehearsal = new Rehearsal(Path.of(args[0]).toAbsolutePath());
        loadAll();
        rehearsal.alone();
        rehearsal.together();
        rehearsal.step();
        System.exit(ExitCode.OK);
    }

    private interface Act {
        void run() throws Exception;
    }

    private static Thread background(Act act) {
        Thread thread = Daemons.thread("rehearsal", () -> {
            try {
                act.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    /** Of our own also those that no act needs: the live table has no terminal here. */
    private static void loadAll() throws IOException, URISyntaxException {
        Path file = Path.of(Rehearsal.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile jar = new JarFile(file.toFile())) {
            jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("org/attune/") && name.endsWith(".class"))
                    .forEach(Rehearsal::load);
        }
    }

    private static void load(String entry) {
        String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
        try {
            Class.forName(name, false, Rehearsal.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // It goes without.
        }
    }

    private void attune(String... words) {
        new Cli(nowhere, nowhere).run(words);
    }

    private void alone() throws IOException {
        attune("--version");
        attune("help");
        attune("check", study());
        attune("run", study(), "--plain");
        for (String command : List.of("status", "results", "best", "logs")) {
            attune(command, STUDY);
        }
        attune("status");
    }

    private void together() throws IOException, InterruptedException {
        String cluster = folder.resolve("cluster").toString();
        Thread head = background(() -> attune("cluster", "start", "--foreground", "--cluster", cluster));
        while (ClusterFolder.at(Path.of(cluster)).head().isEmpty()) {
            Thread.sleep(20);
        }
        Thread worker = background(() -> attune("worker", "--cluster", cluster));
        attune("run", study(), "--name", "together", "--plain", "--workers", "1", "--cluster", cluster);
        attune("nodes", "--cluster", cluster);
        try (Cluster session = Cluster.connect(Path.of(cluster))) {
            session.cpus();
        }
        attune("cluster", "status", "--cluster", cluster);
        attune("cluster", "stop", "--cluster", cluster);
        worker.join();
        head.join();
    }

    /** Both tasks of a step of Slurm, and a program in Python, if there is one, that calls functions there. */
    private void step() throws IOException, InterruptedException {
        Thread worker = background(() -> task(1).run(() -> own -> ExitCode.OK));
        Path client = new PythonSetup(System.getenv(), line -> {}).client();
        // Where it finds no door here it starts what the PATH has, which is not to rehearse, too.
        List<String> program = List.of(
                "env",
                "ATTUNE_CLASS_ARCHIVE=off",
                "PYTHONPATH=" + client,
                "python3",
                "-c",
                "import attune; attune.init()");
        ClusterStartCommand.inStep(task(0), program, new PrintWriter(nowhere));
        worker.join();
    }

    private StepRun task(int rank) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(Map.of("SLURM_JOB_ID", "1", "SLURM_STEP_ID", "0", "SLURM_STEP_NODELIST", "n[1-2]"));
        environment.putAll(Map.of("SLURM_STEP_NUM_TASKS", "2", "SLURM_PROCID", Integer.toString(rank)));
        // The step's folder is there: one of a rehearsal before would tell the worker that its step is over.
        environment.put("HOME", folder.toString());
        return StepRun.of(environment, new PrintWriter(nowhere)).orElseThrow();
    }

    private String study() throws IOException {
        return Files.writeString(folder.resolve(STUDY + ".yaml"), STUDY_FILE).toString();
    }
}
