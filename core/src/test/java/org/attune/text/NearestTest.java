package org.attune.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void aNameOfOneLetterIsNearToNoneButItsCapital() {
        assertThat(Nearest.to("z", List.of("x", "y"))).isEmpty();
        assertThat(Nearest.to("z", List.of("zz", "lr"))).isEmpty();
        assertThat(Nearest.to("xy", List.of("x", "y"))).isEmpty();
        assertThat(Nearest.to("X", List.of("y", "x"))).contains("x");
    }

    @Test
    void longerNamesAreNearByATypingErrorOrTheirBeginning() {
        assertThat(Nearest.to("lt", List.of("depth", "lr"))).contains("lr");
        assertThat(Nearest.to("trails", List.of("trial_time_limit", "trials"))).contains("trials");
        assertThat(Nearest.to("opt", List.of("lr", "optimizer"))).contains("optimizer");
    }
}
