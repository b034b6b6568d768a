package org.attune.timeleft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {

    @ParameterizedTest(name = "{0} of {1} s are left, {2} to {3} s are needed: {4}")
    @CsvSource({
        "600, 1800, 100, 120, true",
        "110, 1800, 100, 120, true",
        "90, 1800, 100, 120, false",
        "0, 1800, 1, 1, false",
        "-5, 1800, 1, 1, false",
        "1800, 1800, 3000, 4000, true",
        "1700, 1800, 3000, 4000, true",
        "1500, 1800, 3000, 4000, false",
        "1650, 1800, 1700, 1750, true",
        "1500, 1800, 1550, 1560, false",
    })
    void whatFits(long left, long whole, double middle, double upper, boolean fits) {
        assertThat(span(left, whole).fits(Optional.of(new Need(3, new Estimate(middle, upper)))))
                .isEqualTo(fits);
    }

    @Test
    void whatNobodyKnowsAnythingAboutBegins() {
        assertThat(span(20, 1800).fits(Optional.empty())).isTrue();
        assertThat(span(0, 1800).fits(Optional.empty())).isFalse();
    }

    @ParameterizedTest(
            name = "of {0} s, trials leave in {1} s, grace {2} s, save with reports {3}: {4}, {5}, {6} s before")
    @CsvSource({
        "1800,    , 30, true, 15, 15, 5",
        "1800, 0.1, 30, true, 11, 11, 5",
        "1800,   4, 30, true, 18, 18, 5",
        "1800,   4, 30, false, 18, 40, 5",
        "60,      , 30, true, 9, 9, 3",
        "60,      , 30, false, 9, 21, 3",
        "60,   100, 30, true, 21, 21, 3",
    })
    void margins(long whole, Double leaving, long grace, boolean saves, double pause, double ask, double kill) {
        Margin margin = Margin.of(
                Duration.ofSeconds(whole),
                Optional.ofNullable(leaving).map(SpanTest::seconds),
                Duration.ofSeconds(grace),
                saves);
        assertThat(margin).isEqualTo(new Margin(seconds(pause), seconds(ask), seconds(kill)));
    }

    @Test
    void aStretchEndsWhereTheTrialSavesOrIsDecidedOn() {
        Stretches stretches = new Stretches();
        assertThat(stretches.next(0, 0, OptionalInt.of(27))).hasValue(27);
        assertThat(stretches.next(0, 0, OptionalInt.empty())).isEmpty();
        stretches.ended(50);
        assertThat(stretches.next(0, 10, OptionalInt.empty())).hasValue(40);
        stretches.saved(0, 5);
        assertThat(stretches.next(0, 10, OptionalInt.empty())).hasValue(5);
        assertThat(stretches.next(1, 9, OptionalInt.of(27))).hasValue(5);
        assertThat(stretches.next(1, 25, OptionalInt.of(27))).hasValue(2);
    }

    @Test
    void whatIsHeldBackIsTold() {
        HeldBack held = new HeldBack();
        assertThat(held.text()).isEmpty();
        held.add(7, new Need(27, new Estimate(720, 900)), span(480, 3600));
        assertThat(held.text())
                .isEqualTo("trial 7 waits for the next allocation: 27 steps need 12 min, 8 min are left");
        held.add(9, new Need(1, new Estimate(719, 900)), span(480, 3600));
        held.add(8, new Need(27, new Estimate(3000, 4000)), span(480, 3600));
        assertThat(held.text())
                .startsWith("3 trials wait for the next allocation: a step needs 12 min, 8 min are left. No allocation")
                .contains("Save more often, or ask for a longer --time");
    }

    private static Span span(long left, long whole) {
        return new Span(Duration.ofSeconds(left), Duration.ofSeconds(whole));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
