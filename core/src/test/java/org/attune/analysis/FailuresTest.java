package org.attune.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.attune.sampler.Randomness;
import org.attune.space.Configuration;
import org.attune.spec.Objective;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Study;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final long SEED = 7;
    private static final List<Long> SIZES = List.of(32L, 64L, 128L, 256L, 512L);
    private static final List<String> ACTIVATIONS = List.of("relu", "tanh", "gelu", "silu", "none");

    private final Study study = new Study(new Objective("loss", Objective.Mode.MIN));
    private final RandomGenerator random = Randomness.of(SEED, 0, "configurations");

    @Test
    void equalFailuresAreOneKindAndTheMostFrequentComesFirst() {
        failed(random(), "no key 'a'");
        for (int i = 0; i < 3; i++) {
            failed(random(), "CUDA out of memory. Tried to allocate " + (20 + i) + ".00 MiB");
        }
        assertThat(Failures.of(study.trials()))
                .containsExactly(
                        new Failures(
                                Cause.ERROR,
                                "CUDA out of memory. Tried to allocate 20.00 MiB",
                                3,
                                4,
                                1,
                                Optional.empty()),
                        new Failures(Cause.ERROR, "no key 'a'", 1, 4, 0, Optional.empty()));
    }

    @Test
    void aThresholdThatSetsFailuresApartIsNamed() {
        strew(60, values -> (Long) values.get("batch_size") >= 256);
        assertThat(condition()).contains("batch_size >= 256");
    }

    @Test
    void theThresholdOfARealNumberIsTheSimplestThatHolds() {
        strew(60, values -> (Double) values.get("lr") > 0.3);
        assertThat(condition().orElseThrow()).matches("lr >= 0\\.\\d{1,2}");
    }

    @Test
    void lowNumbersAndNumbersInTheMiddleAreFoundToo() {
        strew(60, values -> (Long) values.get("batch_size") <= 64);
        assertThat(condition()).contains("batch_size <= 64");
    }

    @Test
    void oneNumberAmongOthersIsNamed() {
        strew(80, values -> (Long) values.get("batch_size") == 128);
        assertThat(condition()).contains("batch_size = 128");
    }

    @Test
    void aChoiceIsNamedAndAFewChoicesAre() {
        strew(60, values -> values.get("act").equals("tanh"));
        assertThat(condition()).contains("act = tanh");
    }

    @Test
    void aFewChoicesAreNamed() {
        strew(60, values -> List.of("tanh", "gelu").contains(values.get("act")));
        assertThat(condition().orElseThrow()).matches("act in \\[(tanh, gelu|gelu, tanh)]");
    }

    @Test
    void aParameterThatIsNotActiveHasNoValueToSpeakOf() {
        for (int i = 0; i < 60; i++) {
            Map<String, Object> values = random();
            boolean sgd = i % 2 == 0;
            if (sgd) {
                values.put("momentum", i / 60.0);
            }
            if (sgd && i >= 30) {
                failed(values, "boom");
            } else if (i > 0) {
                good(values);
            }
        }
        assertThat(condition()).contains("momentum >= 0.5");
    }

    @Test
    void failuresOfWhichNoneHasAParameterAreToldSo() {
        for (int i = 0; i < 60; i++) {
            Map<String, Object> values = random();
            if (i % 2 == 0) {
                failed(values, "boom");
            } else {
                good(values);
                values.put("momentum", 0.5);
                good(values);
            }
        }
        assertThat(condition()).isEmpty();
        for (int i = 0; i < 600; i++) {
            Map<String, Object> values = random();
            values.put("momentum", 0.5);
            good(values);
        }
        assertThat(condition()).contains("momentum is not active");
    }

    @Test
    void oneInTwentyMayGetBy() {
        strew(60, values -> (Long) values.get("batch_size") >= 256);
        good(with("batch_size", 512L));
        assertThat(condition()).contains("batch_size >= 256");
        for (int i = 0; i < 5; i++) {
            good(with("batch_size", 512L));
        }
        assertThat(condition()).isEmpty();
    }

    @Test
    void nothingIsSaidWithoutTrialsThatGotAResult() {
        for (int i = 0; i < 30; i++) {
            failed(with("act", "tanh"), "boom");
        }
        assertThat(condition()).isEmpty();
    }

    @Test
    void nothingIsSaidOfSoFewThatItMayBeChance() {
        for (int i = 0; i < 2; i++) {
            failed(with("batch_size", 512L), "boom");
            good(with("batch_size", 32L));
        }
        assertThat(condition()).isEmpty();
    }

    @Test
    void failuresThatFollowNothingGetARuleAboutOnceInAHundredTimes() {
        int found = 0;
        for (int round = 0; round < 1000; round++) {
            Study strewn = new Study(new Objective("loss", Objective.Mode.MIN));
            for (int i = 0; i < 14; i++) {
                take(strewn, random(), i < 5 ? "boom" : "");
            }
            found += Failures.of(strewn.trials()).get(0).condition().isPresent() ? 1 : 0;
        }
        assertThat(found).as("of 1000, seed " + SEED).isLessThanOrEqualTo(20);
    }

    private interface Fate {
        boolean fails(Map<String, Object> values);
    }

    private void strew(int trials, Fate fate) {
        for (int i = 0; i < trials; i++) {
            Map<String, Object> values = random();
            if (fate.fails(values)) {
                failed(values, "CUDA out of memory");
            } else {
                good(values);
            }
        }
    }

    private Map<String, Object> random() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("lr", random.nextDouble());
        values.put("batch_size", SIZES.get(random.nextInt(SIZES.size())));
        values.put("act", ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size())));
        values.put("layers", 3L);
        return values;
    }

    private Map<String, Object> with(String name, Object value) {
        Map<String, Object> values = random();
        values.put(name, value);
        return values;
    }

    private Optional<String> condition() {
        return Failures.of(study.trials()).get(0).condition();
    }

    private void failed(Map<String, Object> values, String message) {
        take(study, values, message);
    }

    private void good(Map<String, Object> values) {
        take(study, values, "");
    }

    private static void take(Study study, Map<String, Object> values, String message) {
        int id = study.trials().size();
        study.apply(new Event.TrialCreated(id, new Configuration(values), "sampler", 0), NOW);
        study.apply(new Event.AttemptStarted(id, 1, "local", OptionalInt.empty(), 0, Optional.empty()), NOW);
        if (message.isEmpty()) {
            study.apply(new Event.Reported(id, 1, 1, 1, Map.of("loss", 0.5), Optional.empty()), NOW);
        }
        Cause cause = message.isEmpty() ? Cause.FINISHED : Cause.ERROR;
        study.apply(new Event.AttemptEnded(id, 1, cause, message, OptionalInt.of(1)), NOW);
    }
}
