package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.attune.cli.Attune;
import org.attune.cli.MarkedProcesses;

/** A study of shell trials that report the steps 1 to 10 and say what they are; {@code wait} in their folder makes each wait before its last step. */
final class Falling {
    static final int STEPS = 10;

    private final Path folder;
    private final int trials;
    private final MarkedProcesses processes = new MarkedProcesses();
    private final Attune attune;

    Falling(Path folder, int trials) throws IOException {
        this.folder = folder;
        this.trials = trials;
        attune = new Attune(folder).with(MarkedProcesses.VARIABLE, processes.mark());
        attune.file(
                "falling.yaml",
                "objective: {metric: loss, mode: min}",
                "space: {x: {type: float, low: 0.0, high: 1.0}}",
                "sampler: random",
                "trials: " + trials,
                "max_parallel: 2",
                "resources: {cpu: 0.1}",
                "grace: 1",
                "trainable: {command: [sh, falling.sh, '{x}']}");
        program();
    }

    /** @param before shell lines that run first */
    Falling program(String... before) throws IOException {
        Files.write(
                folder.resolve("falling.sh"),
                List.of(
                        String.join("\n", before),
                        "step=$ATTUNE_STEP",
                        "while [ $step -lt " + STEPS + " ]; do",
                        "  step=$((step + 1))",
                        "  while [ $step = " + STEPS + " ] && [ -e wait ]; do sleep 0.1; done",
                        "  echo \"attune: {\\\"step\\\": $step, \\\"loss\\\": $1$step}\"",
                        "done"));
        return this;
    }

    Path wait(boolean waits) throws IOException {
        Path file = folder.resolve("wait");
        return waits ? Files.createFile(file) : Files.deleteIfExists(file) ? file : null;
    }

    Attune attune() {
        return attune;
    }

    MarkedProcesses processes() {
        return processes;
    }

    Path results() {
        return folder.resolve("results").resolve("falling");
    }

    Attune.Ended run() {
        return attune.run("run", "falling.yaml");
    }

    /** One clear line, and nothing left over. */
    void endedWithOneLine(Attune.Ended ended, String... parts) {
        assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(2);
        assertThat(ended.err().lines()).as(ended.err()).hasSize(1);
        assertThat(ended.err()).startsWith("attune: ").contains(parts).doesNotContain("Exception", "\tat ");
        processes.awaitNone();
    }

    /** The same command goes on, and in the end everything is there once. */
    void goesOnWithNothingLost() {
        Attune.Ended again = run();
        assertThat(again.code()).as(again.out() + again.err()).isZero();
        everythingIsThereOnce();
    }

    void everythingIsThereOnce() {
        List<?> reports = attune.run("results", "falling", "--reports", "--format", "jsonl").jsonLines().stream()
                .map(report -> report.get("trial") + "@" + report.get("step"))
                .toList();
        assertThat(reports).doesNotHaveDuplicates().hasSize(trials * STEPS);
        assertThat(attune.run("results", "falling", "--format", "jsonl").jsonLines())
                .extracting(row -> (String) row.get("state"))
                .containsOnly("COMPLETED");
        processes.awaitNone();
    }
}
