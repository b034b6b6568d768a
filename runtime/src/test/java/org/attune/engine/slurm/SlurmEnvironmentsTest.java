package org.attune.engine.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.attune.machine.Gpus;
import org.attune.machine.Machine;
import org.attune.machine.Machines;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read from the environments of real jobs, and of some that were written by hand where a test cannot have such a machine. */
class SlurmEnvironmentsTest {

    @TempDir
    Path root;

    static Stream<Path> environments() throws IOException, URISyntaxException {
        Path folder =
                Path.of(SlurmEnvironmentsTest.class.getResource("environments").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("environments")
    void tellWhatWasGranted(Path file) throws IOException {
        RecordedEnvironment recorded = RecordedEnvironment.read(file, root);
        Machine machine = Machines.under(recorded.files(), recorded.variables());
        Machine granted = new SlurmGrant(recorded.variables()).of(machine);
        Map<String, String> found = new LinkedHashMap<>();
        found.put("cpu", granted.cpus().text());
        found.put("gpu", text(granted.gpus()));
        found.put(
                "memory",
                (granted.memory().most() >> 20) + " MiB " + granted.memory().source());
        SlurmPlace.of(recorded.variables()).ifPresent(place -> describe(place, found));
        assertThat(lines(found)).isEqualTo(lines(recorded.expected()));
    }

    private static String text(Gpus gpus) {
        return gpus.ids().isEmpty() ? "none" : gpus.vendor() + " " + String.join(" ", gpus.ids());
    }

    private static void describe(SlurmPlace place, Map<String, String> found) {
        found.put("place", place.part() + " of job " + place.job());
        if (place.part() == SlurmPlace.Part.TASK) {
            found.put("step", Long.toString(place.step()));
            found.put("rank", place.rank() + " of " + place.tasks());
            found.put("here", place.rankHere() + " of " + place.tasksHere());
        }
        found.put("nodes", String.join(" ", place.nodes()));
        place.until().ifPresent(until -> found.put("until", until.toString()));
        if (place.restarts() > 0) {
            found.put("restarts", Integer.toString(place.restarts()));
        }
    }

    private static String lines(Map<String, String> map) {
        return String.join(
                "\n",
                map.entrySet().stream()
                        .map(e -> e.getKey() + ": " + e.getValue())
                        .toList());
    }
}
