package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GridAxisTest {

    @Test
    void rangesAreSpacedEquallyOnTheirScaleWithBothEnds() {
        assertThat(levels(new FloatParameter("x", 0, 1, false, 0), 11))
                .containsExactly(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
        assertThat(levels(new FloatParameter("x", 1e-4, 1e-1, true, 0), 4)).containsExactly(1e-4, 1e-3, 1e-2, 1e-1);
        assertThat(levels(new FloatParameter("x", 0.3, 0.7, false, 0), 2)).containsExactly(0.3, 0.7);
    }

    @Test
    void oneLevelIsTheMiddle() {
        assertThat(levels(new FloatParameter("x", 1e-4, 1e-2, true, 0), 1))
                .hasSize(1)
                .allSatisfy(x -> assertThat((double) x).isBetween(0.999e-3, 1.001e-3));
        assertThat(levels(new IntegerParameter("n", 1, 9, false, 1), 1)).containsExactly(5L);
    }

    @Test
    void levelsOfAnIntegerRangeAreDifferentWholeNumbers() {
        assertThat(levels(new IntegerParameter("n", 1, 100, false, 1), 4)).containsExactly(1L, 34L, 67L, 100L);
        assertThat(levels(new IntegerParameter("n", 1, 20, true, 1), 10))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 10L, 14L, 20L);
        assertThat(levels(new IntegerParameter("n", 16, 1024, true, 16), 4)).containsExactly(16L, 64L, 256L, 1024L);
    }

    @Test
    void shortRangesTakeAllTheirValues() {
        assertThat(levels(new IntegerParameter("n", 3, 6, true, 1), 10)).containsExactly(3L, 4L, 5L, 6L);
        assertThat(levels(new IntegerParameter("n", 1, 8, false, 3), 10)).containsExactly(1L, 4L, 7L);
        assertThat(levels(new FloatParameter("x", 0, 0.3, false, 0.1), 10)).containsExactly(0.0, 0.1, 0.2, 0.3);
    }

    @Test
    void longRangesWithAStepTakeOnlyTheirOwnValues() {
        assertThat(levels(new FloatParameter("x", 0, 1, false, 0.1), 4)).containsExactly(0.0, 0.3, 0.7, 1.0);
    }

    private static List<Object> levels(Parameter parameter, int levels) {
        GridAxis axis = GridAxis.of(parameter, levels);
        List<Object> values = LongStream.range(0, axis.size())
                .mapToObj(index -> axis.value().apply(index))
                .toList();
        assertThat(values)
                .allSatisfy(value -> assertThat(parameter.check(value)).isEqualTo(value));
        assertThat(new LinkedHashSet<>(values)).hasSameSizeAs(values);
        return values;
    }
}
