package org.attune.cli.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepCodeTest {
    @TempDir
    Path folder;

    private final Map<String, String> task = new HashMap<>();

    /** What the task ends with, and what the step ended with by the word of srun. */
    @ParameterizedTest
    @CsvSource({"75, 0, 0", "130, 0, 0", "0, 0, 137", "1, 1, 1", "2, 2, 2"})
    void aPauseIsNoFailureForSrunAndTheCodeOfTheStudyIsTold(int code, int ends, int step) throws IOException {
        try (StepCode told = StepCode.expected(folder.resolve("new"), task)) {
            assertThat(StepCode.tell(task, code)).isEqualTo(ends);
            assertThat(told.of(step)).isEqualTo(code);
        }
        assertThat(folder.resolve("new")).isEmptyDirectory();
    }

    @Test
    void whereTheFirstTaskDidNotTellTheStepsOwnCounts() throws IOException {
        try (StepCode told = StepCode.expected(folder, task)) {
            task.put("SLURM_PROCID", "1");
            assertThat(StepCode.tell(task, 75)).isEqualTo(75);
            assertThat(told.of(137)).isEqualTo(137);
        }
    }

    @Test
    void whatKilledProcessesLeftIsRemovedOnceNoJobCanBeSoOld() throws IOException {
        Instant now = Instant.now();
        for (int days : new int[] {40, 100}) {
            Path left = Files.createFile(folder.resolve(".code-" + days));
            Files.setLastModifiedTime(left, FileTime.from(now.minus(Duration.ofDays(days))));
        }
        StepCode.expected(folder, task).close();
        assertThat(folder).isDirectoryContaining(file -> file.endsWith(".code-40"));
        assertThat(folder).isDirectoryNotContaining(file -> file.endsWith(".code-100"));
    }

    @Test
    void whereNobodyHearsSrunsWordsAreExplained() throws IOException {
        task.putAll(Map.of("SLURM_JOB_ID", "7", "SLURM_STEP_ID", "0", "SLURM_PROCID", "0"));
        assertThat(StepCode.tell(task, 75)).isEqualTo(75);
        assertThat(StepCode.remark(task, 75))
                .hasValueSatisfying(text -> assertThat(text).contains("goes on"));
        assertThat(StepCode.remark(task, 1)).isEmpty();
        try (StepCode told = StepCode.expected(folder, task)) {
            assertThat(StepCode.remark(task, 75)).isEmpty();
            assertThat(told.of(0)).isZero();
        }
    }
}
