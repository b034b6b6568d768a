package org.attune.cli.slurm.submit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.attune.engine.slurm.JobSetup;
import org.attune.engine.slurm.Tail;

/** The environment that a job's modules and lines of setup make, made here. */
final class JobEnvironment {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String FILE = "ATTUNE_ENVIRONMENT_FILE";

    private JobEnvironment() {}

    /** That they do not do here what they do in a job. */
    static final class NotHere extends Exception {
        private static final long serialVersionUID = 1L;

        private NotHere(String message) {
            super(message);
        }
    }

    /**
     * @param here the environment of this process
     * @param folder in which the job begins
     * @throws NotHere if they fail
     */
    static Map<String, String> of(List<String> modules, List<String> setup, Map<String, String> here, Path folder)
            throws IOException, InterruptedException, NotHere {
        if (modules.isEmpty() && setup.isEmpty()) {
            return here;
        }
        if (!Files.isDirectory(folder)) {
            throw new NotHere("jobs begin in " + folder + ", which is not here");
        }
        Path made = Files.createTempFile("attune-environment-", "");
        Path said = Files.createTempFile("attune-setup-", ".log");
        // In a file that others cannot read, rather than on a command line, which all see: there may be keys in it.
        Path script = Files.createTempFile("attune-setup-", ".sh");
        try {
            Files.writeString(
                    script, String.join("\n", JobSetup.lines(modules, setup)) + "\nenv -0 > \"$" + FILE + "\"\n");
            ProcessBuilder builder = new ProcessBuilder("/bin/bash", script.toString())
                    .directory(folder.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            builder.environment().clear();
            builder.environment().putAll(here);
            builder.environment().put(FILE, made.toString());
            await(builder.start());
            Map<String, String> variables = read(made);
            if (variables.isEmpty()) {
                throw new NotHere(Tail.of(said).strip());
            }
            return variables;
        } finally {
            Files.deleteIfExists(made);
            Files.deleteIfExists(said);
            Files.deleteIfExists(script);
        }
    }

    private static void await(Process process) throws InterruptedException, NotHere {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new NotHere("they have not come to an end in " + LIMIT.toSeconds() + " s");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> variables = new TreeMap<>();
        for (String text : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0")) {
            int equals = text.indexOf('=');
            if (equals > 0) {
                variables.put(text.substring(0, equals), text.substring(equals + 1));
            }
        }
        variables.remove(FILE);
        return variables;
    }
}
