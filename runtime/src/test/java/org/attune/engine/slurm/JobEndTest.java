package org.attune.engine.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.attune.study.Cause;
import org.attune.study.SharedEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobEndTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PREEMPTED     | 1 | PREEMPTED     | its job 12 was preempted by another job
            TIMEOUT       | 1 | PREEMPTED     | its job 12 reached its time limit
            DEADLINE      | 1 | PREEMPTED     | its job 12 was not done by its deadline
            CANCELLED     | 1 | PREEMPTED     | its job 12 was cancelled
            PENDING       | 1 | PREEMPTED     | its job 12 was requeued
            REQUEUED      | 3 | PREEMPTED     | its job 12 was requeued
            NODE_FAIL     | 1 | NODE_LOST     | a node of its job 12 failed
            BOOT_FAIL     | 1 | NODE_LOST     | a node of its job 12 did not start
            FAILED        | 1 | NODE_LOST     | its job 12 failed
            COMPLETED     | 1 | NODE_LOST     | its job 12 ended well
            OUT_OF_MEMORY | 1 | OUT_OF_MEMORY | its job 12 took more memory than it had, and nothing else ran there.
            OUT_OF_MEMORY | 2 | NODE_LOST     | its job 12 took more memory than it had, with 2 trials in it: nobody is blamed.
            RUNNING       | 1 | -             | -
            COMPLETING    | 1 | -             | -
            UNKNOWN       | 1 | -             | -
            """)
    void whatAStateMakesOfTheAttempts(JobState state, int trials, String cause, String words) {
        Optional<JobEnd> end = JobEnd.of("12", state, trials, false);
        assertThat(end.map(one -> one.cause().name()).orElse("-")).isEqualTo(cause);
        assertThat(end.map(JobEnd::words).orElse("-")).startsWith(words);
    }

    @Test
    void whoTookTheMemoryOfAJobOfSeveralWorkersIsNotKnown() {
        JobEnd end = JobEnd.of("12", JobState.OUT_OF_MEMORY, 1, true).orElseThrow();
        assertThat(end.cause()).isEqualTo(Cause.NODE_LOST);
        assertThat(SharedEnd.in(end.cause(), "n1 was lost: " + end.words())).hasValue(new SharedEnd("12", 1));
        assertThat(end.words())
                .startsWith(
                        "its job 12 took more memory than it had, with 1 trial in it, beside other workers: nobody is blamed.");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T10:00:00Z, 2026-11-30T10:01:00Z, its job came to its time limit",
        "2026-11-30T10:01:20Z, 2026-11-30T10:00:00Z, its job came to its time limit",
        "2026-11-30T10:00:00Z, 2026-11-30T10:01:31Z, it was told to end by a signal",
        "2026-11-30T10:00:00Z, , it was told to end by a signal",
    })
    void whyASignalCame(Instant now, Instant until, String words) {
        assertThat(JobEnd.ofSignal(Optional.ofNullable(until), now)).startsWith(words);
    }
}
