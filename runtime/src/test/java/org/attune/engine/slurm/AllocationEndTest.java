package org.attune.engine.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocationEndTest {
    private static final Instant END = Instant.ofEpochSecond(1_800_000_000);

    @TempDir
    Path folder;

    @Test
    void isWhatTheScriptOfTheJobSaysBeforeWhatSlurmDoes() {
        CompletableFuture<Instant> end = AllocationEnd.of(
                script("ATTUNE_ALLOCATION_END", "1800000000", "SLURM_JOB_END_TIME", "1900000000"), nobody());
        assertThat(end).isCompletedWithValue(END);
    }

    @Test
    void isWhatSlurmSetsSinceVersion23() {
        assertThat(AllocationEnd.of(script("SLURM_JOB_END_TIME", "1800000000"), nobody()))
                .isCompletedWithValue(END);
    }

    @Test
    void isAskedForOnceWhereNothingSaysIt() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path scontrol = Files.writeString(
                bin.resolve("scontrol"),
                "#!/bin/sh\necho \"$@\" >> " + folder + "/calls\n"
                        + "echo JobId=7 JobState=RUNNING StartTime=2027-01-15T08:00:00 EndTime=2027-01-15T09:00:00\n");
        assertThat(scontrol.toFile().setExecutable(true)).isTrue();
        CompletableFuture<Instant> end =
                AllocationEnd.of(script(), new SlurmCommands(Map.of("PATH", bin + ":/usr/bin:/bin")));
        assertThat(end.get(1, TimeUnit.MINUTES))
                .isEqualTo(LocalDateTime.parse("2027-01-15T09:00:00")
                        .atZone(ZoneId.systemDefault())
                        .toInstant());
        assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(1);
    }

    @Test
    void isNobodysOutsideOfJobsNorWhereAShellElsewhereHoldsOne() {
        assertThat(AllocationEnd.of(Map.of(), nobody())).isNotDone();
        assertThat(AllocationEnd.of(Map.of("SLURM_JOB_ID", "7", "SLURM_JOB_END_TIME", "1800000000"), nobody()))
                .isNotDone();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "A, false, false, 0", // nothing tells
        "ATTUNE_ALLOCATION_END, false, true, 7",
        "SLURM_JOB_END_TIME, false, true, -1",
        "A, true, true, -1" // another tells
    })
    void theScriptOfAJobSaysItWhereNothingElseDoes(String set, boolean isTold, boolean isLeft, long end)
            throws Exception {
        String line = AllocationEnd.line(Duration.ofSeconds(61), isTold ? "true" : "false");
        ProcessBuilder bash =
                new ProcessBuilder("bash", "-euc", "sleep 1.1; " + line + "; echo ${ATTUNE_ALLOCATION_END--1}");
        bash.environment().keySet().removeIf(name -> name.contains("_END"));
        bash.environment().put(set, "7");
        long before = Instant.now().getEpochSecond();
        Process process = bash.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        long after = Instant.now().getEpochSecond();
        if (isLeft) {
            assertThat(said).isEqualTo("" + end);
        } else {
            assertThat(Long.parseLong(said)).isBetween(before + 120, after + 120 - 1);
        }
    }

    private SlurmCommands nobody() {
        return new SlurmCommands(Map.of("PATH", folder.toString()));
    }

    private static Map<String, String> script(String... more) {
        Map<String, String> environment = new HashMap<>(Map.of("SLURM_JOB_ID", "7", "SLURM_CPUS_ON_NODE", "4"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }
}
