package org.attune.cli.slurm.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final Instant START = LocalDateTime.parse("2026-11-30T14:05")
            .atZone(ZoneId.systemDefault())
            .toInstant();

    @Test
    void whatIsLeftIsSharedByTheTrialsThatRunAtOnce() {
        Forecast forecast = new Forecast(400, 130, 27);
        assertThat(forecast.time(20)).isEqualTo(Duration.ofMinutes(9));
        assertThat(forecast.text(20, Duration.ofMinutes(30), Optional.of(START)))
                .isEqualTo("some 9 min of running, 400 steps of 27 s, as 130 took so far: over by 2026-11-30 14:14");
        assertThat(forecast.text(20, Duration.ZERO, Optional.empty())).endsWith(" took so far");
    }

    @Test
    void itIsSaidIfTheTimeIsTooShortOrNothingIsLeft() {
        assertThat(new Forecast(400, 130, 27).text(1, Duration.ofMinutes(30), Optional.of(START)))
                .isEqualTo(
                        "some 3 h of running, 400 steps of 27 s, as 130 took so far: more than the 30 min that are asked for");
        assertThat(new Forecast(0, 130, 27).text(1, Duration.ofMinutes(30), Optional.of(START)))
                .isEqualTo("nothing: all steps that were planned are done");
    }
}
