package org.attune.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TaskOptionsTest {

    private static void refuses(UnaryOperator<TaskOptions> wrong, String why) {
        assertThatThrownBy(() -> wrong.apply(TaskOptions.standard()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatMakesNoSenseIsRefusedWithTheRuleAndTheValue() {
        refuses(options -> options.cpu(-1), "an amount of cpu that is 0 or more, but got -1.0.");
        refuses(options -> options.cpu(Double.NaN), "cpu that is 0 or more, but got NaN.");
        refuses(options -> options.cpu(Double.POSITIVE_INFINITY), "cpu that is 0 or more, but got Infinity.");
        refuses(options -> options.memory(-1), "memory that is 0 or more, but got -1.0.");
        refuses(options -> options.resource("licence", -2), "licence that is 0 or more, but got -2.0.");
        refuses(options -> options.resource(" ", 2), "an amount of something that has a name");
        refuses(options -> options.gpu(1.5), "gpu must be a whole number, or a fraction of one device below 1");
        refuses(options -> options.retries(-1), "retries must be 0 or more, but got -1.");
        refuses(options -> options.deadline(Duration.ofSeconds(-1)), "a deadline must be 0 or more, but got PT-1S.");
    }

    @Test
    void whatMakesSenseIsTaken() {
        TaskOptions options = TaskOptions.standard().cpu(0.5).gpu(2).gpu(0.25).resource("licence", 1);
        assertThat(options.resources()).isEqualTo(Map.of("cpu", 0.5, "gpu", 0.25, "licence", 1.0));
    }

    @Test
    void aDeadlineBeyondAllTimeIsNone() {
        TaskOptions options = TaskOptions.standard().deadline(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(options.shape("java").millis())
                .isEqualTo(Duration.ofDays(10_000).toMillis());
        assertThat(TaskOptions.standard()
                        .deadline(Duration.ofNanos(1))
                        .shape("java")
                        .millis())
                .isEqualTo(1);
    }
}
