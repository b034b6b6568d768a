package org.attune.head.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.attune.wire.ClassPathEntry;
import org.junit.jupiter.api.Test;

class StudyOrderTest {
    private static final StudyOrder ORDER = new StudyOrder(
            "id",
            "moons",
            Map.of("study", "moons"),
            "/study",
            "",
            List.of(new ClassPathEntry("/study/classes", "a".repeat(64), 1L << 40, 12)));

    @Test
    void theNextHeadReadsWhatTheOneBeforeWrote() {
        assertThat(StudyOrder.parse(ORDER.text())).isEqualTo(ORDER);
    }

    @Test
    void theClassPathOfAnOlderVersionIsRefusedWithTheRemedy() {
        String older = ORDER.text().replaceFirst(",\\s*" + (1L << 40) + "\\s*,\\s*12", "");
        assertThat(older).isNotEqualTo(ORDER.text());
        assertThatThrownBy(() -> StudyOrder.parse(older))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Run the study again");
    }
}
