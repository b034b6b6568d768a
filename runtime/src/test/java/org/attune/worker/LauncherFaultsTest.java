package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;
import org.attune.study.Cause;
import org.attune.trial.Program;
import org.attune.tuner.Command;
import org.attune.tuner.TrialRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Launchers that do not do as they should, played by shell scripts. */
@Timeout(180)
class LauncherFaultsTest {
    @TempDir
    Path folder;

    @Test
    void aTrialThatWaitsForImportsIsEndedByItsTimeLimit() throws IOException {
        try (TrialRunner worker = worker("exec sleep 1000")) {
            Head head = Head.lettingAllGoOn(worker);
            worker.execute(start(0, "", Optional.of(Duration.ofMillis(100))));
            assertThat(head.awaitEnd(0).cause()).isEqualTo(Cause.TIME_LIMIT);
        }
    }

    @Test
    void moreRequestsThanAPipeTakesDoNotHoldUpTheEnd() throws IOException {
        try (TrialRunner worker = worker("exec sleep 1000")) {
            Head head = Head.lettingAllGoOn(worker);
            for (int trial = 0; trial < 3; trial++) {
                worker.execute(start(trial, "a".repeat(100_000), Optional.empty()));
            }
            for (int trial = 0; trial < 3; trial++) {
                worker.execute(new Command.End(trial, 1, false));
                assertThat(head.awaitEnd(trial).cause()).isEqualTo(Cause.PREEMPTED);
            }
        }
    }

    @Test
    void aLauncherThatIsKilledBeforeItIsReadyIsTriedAgain() throws IOException {
        // Killed the first three times; then it is a real one.
        String script = """
                echo x >> tries
                [ $(wc -l < tries) -gt 3 ] || kill -9 $$
                exec python3 "$@\"""";
        try (TrialRunner worker = worker(script)) {
            Head head = Head.lettingAllGoOn(worker);
            worker.execute(start(0, "", Optional.empty()));
            assertThat(head.awaitEnd(0).cause()).isEqualTo(Cause.FINISHED);
            assertThat(Files.readAllLines(folder.resolve("tries"))).hasSize(4);
        }
    }

    @Test
    void pipesThatCannotBeOpenedAreToldOnce() throws IOException {
        try (TrialRunner worker = worker("""
                echo '{"ready": true}'
                while read -r line; do
                  case $line in *start*)
                    echo '{"started": "0/1", "pid": 99999999, "way": "fresh", "pipes": [900, 901, 902]}'
                    echo '{"over": "0/1", "exit": 0, "signal": 0, "left": []}' ;;
                  esac
                done""")) {
            Head head = Head.lettingAllGoOn(worker);
            worker.execute(start(0, "", Optional.empty()));
            assertThat(head.awaitEnd(0).message()).contains("its pipes cannot be opened", "900");
        }
    }

    private static Command.Start start(int trial, String note, Optional<Duration> left) {
        return new Command.Start(
                trial,
                1,
                "local",
                new Configuration(Map.of("note", note)),
                OptionalInt.empty(),
                0,
                Optional.empty(),
                left);
    }

    private TrialRunner worker(String script) throws IOException {
        Path python = Files.writeString(folder.resolve("python"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
        Path client = Workers.python(folder.resolve("cache")).client();
        Program program = new Program(
                List.of("true"), client, Optional.empty(), Optional.empty(), Optional.of(python), Optional.empty());
        return Workers.worker(program, folder, folder.resolve("results"), Workers.GRACE);
    }
}
