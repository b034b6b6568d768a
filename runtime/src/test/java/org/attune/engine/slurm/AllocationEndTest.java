package org.attune.engine.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocationEndTest {
    private static final Instant END = Instant.ofEpochSecond(1_800_000_000);

    @TempDir
    Path folder;

    @Test
    void isWhatTheScriptOfTheJobSaysBeforeWhatSlurmDoes() throws Exception {
        scontrol("2027-01-15T09:00:00");
        assertThat(told(script("ATTUNE_ALLOCATION_END", "1800000000", "SLURM_JOB_END_TIME", "1900000000"), 1))
                .containsExactly(END + " ");
        assertThat(folder.resolve("calls")).doesNotExist();
    }

    @Test
    void isWhatSlurmSetsSinceVersion23WhereItCannotBeAsked() throws Exception {
        assertThat(told(script("SLURM_JOB_END_TIME", "1800000000"), 1)).containsExactly(END + " ");
    }

    @Test
    void isAskedForWhereNothingSaysItAndToldAgainWhenTheLimitWasChanged() throws Exception {
        scontrol("2027-01-15T09:00:00", "2027-01-15T09:00:00", "2027-01-15T10:30:00", "2027-01-15T09:10:00");
        assertThat(told(script(), 3))
                .containsExactly(
                        at("2027-01-15T09:00:00") + " ",
                        at("2027-01-15T10:30:00")
                                + " The limit of this job was changed: it ends at 10:30 now, 90 min later.",
                        at("2027-01-15T09:10:00")
                                + " The limit of this job was changed: it ends at 09:10 now, 80 min sooner.");
        assertThat(Files.readAllLines(folder.resolve("calls"))).hasSizeBetween(4, 5);
    }

    @Test
    void aControllerThatDoesNotAnswerIsNotAskedAgainAtOnce() throws Exception {
        Path scontrol = Files.writeString(
                Files.createDirectory(folder.resolve("bin")).resolve("scontrol"),
                "#!/bin/sh\necho \"$@\" >> " + folder
                        + "/calls\necho 'slurm_load_jobs error: Unable to contact slurm controller' >&2; exit 1\n");
        assertThat(scontrol.toFile().setExecutable(true)).isTrue();
        AllocationEnd end = AllocationEnd.of(script(), slurm(), left -> Optional.of(Duration.ZERO));
        end.tell((at, news) -> fail("told " + at));
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(folder.resolve("calls")));
        await().during(Duration.ofMillis(300))
                .until(() -> Files.readAllLines(folder.resolve("calls")).size() == 1);
    }

    @Test
    void isNobodysOutsideOfJobsNorWhereAShellElsewhereHoldsOne() {
        for (Map<String, String> environment :
                List.of(Map.<String, String>of(), Map.of("SLURM_JOB_ID", "7", "SLURM_JOB_END_TIME", "1800000000"))) {
            AllocationEnd.of(environment, slurm(), left -> Optional.empty()).tell((at, news) -> fail("told " + at));
        }
    }

    /** Answers one after the other, and the last again and again. */
    private void scontrol(String... ends) throws IOException {
        Path scontrol = Files.writeString(
                Files.createDirectory(folder.resolve("bin")).resolve("scontrol"),
                "#!/bin/sh\necho \"$@\" >> " + folder + "/calls\nset -- " + String.join(" ", ends) + "\n"
                        + "n=$(wc -l < " + folder + "/calls); [ $n -gt $# ] && n=$#; shift $((n - 1))\n"
                        + "echo JobId=7 JobState=RUNNING StartTime=2027-01-15T08:00:00 EndTime=$1\n");
        assertThat(scontrol.toFile().setExecutable(true)).isTrue();
    }

    private SlurmCommands slurm() {
        return new SlurmCommands(Map.of("PATH", folder.resolve("bin") + ":/usr/bin:/bin"));
    }

    private static Instant at(String time) {
        return LocalDateTime.parse(time).atZone(ZoneId.systemDefault()).toInstant();
    }

    /** What is told first, with its news. */
    private List<String> told(Map<String, String> environment, int number) throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        AtomicBoolean enough = new AtomicBoolean();
        AllocationEnd end = AllocationEnd.of(
                environment, slurm(), left -> enough.get() ? Optional.empty() : Optional.of(Duration.ofMillis(1)));
        end.tell((at, news) -> told.add(at + " " + news));
        List<String> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            all.add(told.poll(1, TimeUnit.MINUTES));
        }
        enough.set(true);
        assertThat(told).isEmpty();
        return all;
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

    private static Map<String, String> script(String... more) {
        Map<String, String> environment = new HashMap<>(Map.of("SLURM_JOB_ID", "7", "SLURM_CPUS_ON_NODE", "4"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }
}
