package org.attune.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.machine.Machine;
import org.attune.machine.Machines;
import org.attune.spec.ReportPattern;
import org.attune.spec.Resources;
import org.attune.trial.OutputReader;
import org.attune.trial.Program;
import org.attune.trial.python.PythonSetup;

/** Makes workers for tests: each with room for three trials, on a machine of its own imagination. */
final class Workers {
    /** Set where programs are to be started by the shell, as on machines without Python. */
    static final String SHELL = "attune.test.shell";

    static final Duration GRACE = Duration.ofSeconds(20);

    /** Shell functions for the client's part: {@code report METRICS} sends and waits. */
    static final String CLIENT = """
            seq=0
            report() {
              seq=$((seq + 1))
              echo "{\\"seq\\": $seq, $1}" >&4
              IFS= read -r answer <&3 || exit 0
              case $answer in *error*) echo "$answer"; exit 9 ;; *'"pause"'*|*'"stop"'*) exit 0 ;; esac
            }
            """;

    private Workers() {}

    static PlacedTrials shell(String script, Path folder, Path results) {
        return shell(script, folder, results, GRACE);
    }

    static PlacedTrials shell(String script, Path folder, Path results, Duration grace) {
        return command(List.of("sh", "-c", CLIENT + script), folder, results, grace, Optional.empty());
    }

    static PlacedTrials command(
            List<String> words, Path folder, Path results, Duration grace, Optional<String> report) {
        List<String> templates = words.stream()
                .map(word -> word.startsWith(CLIENT) ? word.replace("{", "{{").replace("}", "}}") : word)
                .toList();
        Program program = program(templates, report.map(ReportPattern::compile));
        return worker(program, folder, results, grace);
    }

    static Program program(List<String> templates, Optional<ReportPattern> report) {
        PythonSetup python = python(Path.of("target", "test-cache").toAbsolutePath());
        return new Program(
                templates,
                python.client(),
                Optional.empty(),
                report,
                python.anyInterpreter().filter(path -> !Boolean.getBoolean(SHELL)),
                Optional.empty());
    }

    static PlacedTrials worker(Program program, Path folder, Path results, Duration grace) {
        return worker(program, folder, results, grace, Resources.oneCpu(), machine(3));
    }

    static PlacedTrials worker(
            Program program, Path folder, Path results, Duration grace, Resources resources, Machine machine) {
        WorkerSettings settings = new WorkerSettings("demo", "loss", resources, grace, folder);
        return new PlacedTrials(settings, program, machine, results);
    }

    static Machine machine(int cpus) {
        return Machines.of(cpus);
    }

    static PythonSetup python(Path cache) {
        return new PythonSetup(environmentWith(Map.of("ATTUNE_CACHE", cache.toString())), line -> {});
    }

    static Map<String, String> environmentWith(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(more);
        return environment;
    }

    /** All that a trial printed. */
    static String output(Path results, int trial) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputReader reader = new OutputReader(results, trial)) {
            reader.copy(bytes);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The processes that name the folder in their environment, as all of a trial do. */
    static List<Long> processesOf(Path folder) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> isTrialIn(folder, environ(pid)))
                .toList();
    }

    private static boolean isTrialIn(Path folder, String environment) {
        return environment.contains(folder.toString()) && environment.contains("\0ATTUNE_TRIAL=");
    }

    /** Of a process, each entry between zeros. */
    static String environmentOf(long pid) {
        return environ(pid);
    }

    private static String environ(long pid) {
        try {
            return "\0" + Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
