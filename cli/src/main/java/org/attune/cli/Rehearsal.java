package org.attune.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarFile;
import org.attune.background.Daemons;
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
        attune("cluster", "status", "--cluster", cluster);
        attune("cluster", "stop", "--cluster", cluster);
        worker.join();
        head.join();
    }

    private String study() throws IOException {
        return Files.writeString(folder.resolve(STUDY + ".yaml"), STUDY_FILE).toString();
    }
}
