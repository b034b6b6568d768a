package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.attune.analysis.Failures;
import org.attune.study.Cause;
import org.junit.jupiter.api.Test;

class FailureTextTest {

    @Test
    void sharesMessagesAndConditionsAreSaidInOneLine() {
        assertThat(FailureText.line(failures("CUDA out of memory", 37, 40, Optional.of("batch_size >= 256"))))
                .isEqualTo("37 of 40 failures: CUDA out of memory, all with batch_size >= 256");
        assertThat(FailureText.line(failures("no such key", 1, 1, Optional.empty())))
                .isEqualTo("1 failure: no such key");
        assertThat(FailureText.line(failures("", 2, 9, Optional.empty()))).isEqualTo("2 of 9 failures: out of memory");
    }

    @Test
    void aLongMessageIsWholeSinceItsRemedyComesLast() {
        String message = "word ".repeat(50) + "maybe that is the remedy?";
        assertThat(FailureText.line(failures(message, 2, 2, Optional.of("act = tanh"))))
                .isEqualTo("2 of 2 failures: " + message + " (all with act = tanh)");
    }

    private static Failures failures(String message, int count, int of, Optional<String> condition) {
        return new Failures(Cause.OUT_OF_MEMORY, message, count, of, 3, condition);
    }
}
