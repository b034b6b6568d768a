package org.attune.engine.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndLooksTest {

    @ParameterizedTest(name = "{0} left")
    @CsvSource({
        "PT24H, PT15M",
        "PT20M, PT10M",
        "PT3M, PT90S",
        "PT170S, PT80S",
        "PT150S, PT60S",
        "PT149S, ",
        "PT30S, ",
        "-PT1S, ",
    })
    void comeAfterHalfOfWhatIsLeft(Duration left, Duration pause) {
        assertThat(EndLooks.next(Optional.of(left))).isEqualTo(Optional.ofNullable(pause));
    }

    @Test
    void areRareAndTheLastOneIsShortlyBeforeTheEnd() {
        for (int minutes = 3; minutes <= 24 * 60; minutes++) {
            Duration left = Duration.ofMinutes(minutes);
            List<Duration> pauses = new ArrayList<>();
            for (Optional<Duration> next = EndLooks.next(Optional.of(left));
                    next.isPresent();
                    next = EndLooks.next(Optional.of(left))) {
                pauses.add(next.get());
                left = left.minus(next.get());
            }
            assertThat(left).as("%d min", minutes).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(150));
            assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofMinutes(1)) >= 0);
            assertThat(pauses).hasSizeLessThan(6 + minutes / 15);
        }
    }

    @Test
    void goOnWhereNoEndIsKnown() {
        assertThat(EndLooks.next(Optional.empty())).contains(Duration.ofMinutes(15));
    }
}
