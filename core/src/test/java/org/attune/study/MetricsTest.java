package org.attune.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static Map<String, Double> told() {
        Map<String, Double> told = new LinkedHashMap<>();
        told.put("loss", Double.NaN);
        told.put("accuracy", -0.0);
        told.put("best", Double.NEGATIVE_INFINITY);
        return told;
    }

    @Test
    void areAMapLikeAnyOtherInTheOrderInWhichTheyWereTold() {
        Metrics metrics = Metrics.copyOf(told());
        assertThat(metrics).isEqualTo(told()).hasSameHashCodeAs(told()).hasToString(told().toString());
        assertThat(told()).isEqualTo(metrics);
        assertThat(metrics.keySet()).containsExactly("loss", "accuracy", "best");
        assertThat(metrics.get("accuracy")).isEqualTo(-0.0);
        assertThat(metrics.get("recall")).isNull();
        assertThat(metrics.containsKey("best")).isTrue();
        assertThat(metrics.containsKey("recall")).isFalse();
        assertThat(Metrics.copyOf(Map.of())).isEmpty();
    }

    @Test
    void keepWhatTheyAreWhenTheMapTheyCameFromChanges() {
        Map<String, Double> told = told();
        Metrics metrics = Metrics.copyOf(told);
        told.put("loss", 1.0);
        assertThat(metrics).isEqualTo(told());
        assertThat(Metrics.copyOf(metrics)).isSameAs(metrics);
        assertThatThrownBy(() -> metrics.put("loss", 1.0)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> metrics.keySet().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aMetricWithoutAValueIsRefusedByItsName() {
        Map<String, Double> told = new HashMap<>();
        told.put("loss", null);
        assertThatThrownBy(() -> Metrics.copyOf(told))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'loss' is null");
    }
}
