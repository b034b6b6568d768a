package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportPatternTest {

    @Test
    void groupsAreMetricsWhateverTheirNames() {
        ReportPattern pattern =
                ReportPattern.compile("Epoch (?<step>\\d+).*val_loss=(?P<val_loss>\\S+)( acc/1=(?<acc/1>\\S+))?");

        assertThat(pattern.metrics()).containsExactly("val_loss", "acc/1");
        assertThat(pattern.find("[train] Epoch 3: val_loss=0.5 acc/1=0.9"))
                .hasValue(Map.of("step", "3", "val_loss", "0.5", "acc/1", "0.9"));
        assertThat(pattern.find("Epoch 3: val_loss=0.5")).hasValue(Map.of("step", "3", "val_loss", "0.5"));
        assertThat(pattern.find("done")).isEmpty();
    }

    @Test
    void theRestOfTheSyntaxIsAsInJava() {
        assertThat(ReportPattern.compile("(?<=a_b )(?<x_1>\\w)\\k<x_1> \\Q(?<y>\\E")
                        .find("a_b cc (?<y>"))
                .hasValue(Map.of("x_1", "c"));
        assertThat(ReportPattern.compile("\\(?<x>(?<v>.)").metrics()).containsExactly("v");
    }

    @Test
    void whatIsNoExpressionIsRefused() {
        assertThatThrownBy(() -> ReportPattern.compile("(?<a>.")).hasMessage("Unclosed group");
        assertThatThrownBy(() -> ReportPattern.compile("(?<a>.)(?<a>.)")).hasMessage("two groups are named a");
    }
}
