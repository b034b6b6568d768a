package org.attune.trial.python;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.attune.journal.DiskProblem;

/** What Attune keeps for Python trials in its cache: the client, and an environment for each content of requirements. Safe for use by many threads. */
public final class PythonSetup {
    private static final List<String> CLIENT = List.of(
            "attune.py",
            "attune_bridge.py",
            "attune_cluster.py",
            "start/calls.py",
            "start/launcher.py",
            "start/warm.py");

    private final Path cache;
    private final String run;
    private final Map<String, String> variables;
    private final Consumer<String> progress;

    /**
     * @param variables the environment: where the cache is, which Python, and the settings of pip
     * @param progress told, line by line, what is being built
     */
    public PythonSetup(Map<String, String> variables, Consumer<String> progress) {
        this(UUID.randomUUID().toString(), variables, progress);
    }

    /**
     * For one of several workers.
     *
     * @param run id of the run of a study: what one worker of this machine could not build for it, the next ones do not try at once
     */
    public PythonSetup(String run, Map<String, String> variables, Consumer<String> progress) {
        this.run = run;
        this.cache = CacheFolder.of(variables);
        this.variables = Map.copyOf(variables);
        this.progress = progress;
    }

    /** The Python that is used where a study brings no requirements, and that environments are made with. */
    public Interpreter interpreter() {
        return Interpreter.find(variables);
    }

    /** Some Python, not asked whether it works; absent if there is none. */
    public Optional<Path> anyInterpreter() {
        return Interpreter.look(variables);
    }

    /**
     * The environment for a requirements file, built now if nobody has yet. Two files of the same content share one.
     *
     * @throws PythonProblem if it cannot be built; the message ends with what pip said last
     */
    public PythonEnvironment environment(Path requirementsFile) {
        Requirements requirements = Requirements.read(requirementsFile);
        Interpreter interpreter = interpreter();
        Path folder = cache.resolve("envs").resolve(requirements.key(interpreter));
        EnvironmentBuilder builder = new EnvironmentBuilder(folder, run, variables, progress);
        if (!builder.isComplete()) {
            builder.build(interpreter, requirements);
        }
        return new PythonEnvironment(folder);
    }

    /** The folder in which {@code attune.py} and its kin lie, one for each version of them. */
    public Path client() {
        try {
            Map<String, byte[]> files = new TreeMap<>();
            StringBuilder versions = new StringBuilder();
            for (String name : CLIENT) {
                byte[] bytes = resource(name);
                files.put(name, bytes);
                versions.append(Requirements.sha256(bytes));
            }
            String version = Requirements.sha256(versions.toString().getBytes(StandardCharsets.US_ASCII));
            Path folder = cache.resolve("client").resolve(version.substring(0, 16));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                write(folder, file.getKey(), file.getValue());
            }
            return folder;
        } catch (IOException e) {
            throw new PythonProblem(
                    "cannot write " + CLIENT.get(0) + " into the cache " + cache + ": " + DiskProblem.reason(e) + "."
                            + DiskProblem.owner(cache)
                            + " Set ATTUNE_CACHE to a folder that can be written.",
                    e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream resource = PythonSetup.class.getResourceAsStream(name)) {
            return resource.readAllBytes();
        }
    }

    /** Whole at once: others may be reading it. */
    private static void write(Path folder, String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file) || Files.size(file) != bytes.length) {
            Files.createDirectories(file.getParent());
            Path unfinished = Files.createTempFile(file.getParent(), ".new", ".py");
            try {
                Files.write(unfinished, bytes);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
    }
}
