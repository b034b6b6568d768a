package org.attune.timeleft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.attune.sampler.Randomness;
import org.attune.space.Configuration;
import org.attune.space.SearchSpace;
import org.junit.jupiter.api.Test;

class StepTimesTest {
    private static final long SEED = 20261130;
    private static final SearchSpace SPACE = SearchSpace.builder()
            .logInteger("width", 16, 1024)
            .logInteger("batch", 8, 512)
            .uniform("dropout", 0, 1)
            .categorical("cell", "plain", "gated")
            .build();

    private final StepTimes times = new StepTimes(SPACE);

    @Test
    void ofWhatNobodyHasSeenNothingIsKnown() {
        assertThat(times.step(0, "a", configuration(64, 32))).isEmpty();
        assertThat(times.load("a")).isEqualTo(Estimate.NOTHING);
    }

    @Test
    void aTrialsOwnReportsCountMost() {
        runs(0, "a", configuration(64, 32), 5, 10, 10, 10, 11);
        runs(1, "a", configuration(64, 32), 5, 90, 90, 90, 90);
        assertThat(middle(0, "a", configuration(64, 32))).isEqualTo(10);
    }

    @Test
    void oneSlowStepOfManyIsNotWhatAStepTakes() {
        runs(0, "a", configuration(64, 32), 0, 10, 10, 10, 10, 10, 500, 10, 10, 10, 10, 10, 10);
        Estimate step = times.step(0, "a", configuration(64, 32)).orElseThrow();
        assertThat(step.middle()).isEqualTo(10);
        assertThat(step.upper()).isLessThan(20);
    }

    @Test
    void whatAProgramTakesToLoadIsNoPartOfAStep() {
        runs(0, "a", configuration(64, 32), 30, 10, 10, 10);
        runs(1, "a", configuration(64, 32), 30, 10);
        assertThat(times.load("a").middle()).isEqualTo(30);
        assertThat(middle(1, "a", configuration(64, 32))).isEqualTo(10);
    }

    @Test
    void stepsBetweenTwoReportsAreCounted() {
        times.first(0, "a", configuration(64, 32), 3, 30);
        times.next(0, "a", configuration(64, 32), 3, 30);
        assertThat(middle(0, "a", configuration(64, 32))).isEqualTo(10);
    }

    @Test
    void ofFewTrialsTheLongestIsTheMeasure() {
        runs(0, "a", configuration(64, 32), 0, 10, 10);
        runs(1, "a", configuration(64, 64), 0, 20, 20);
        Estimate step = times.step(2, "a", configuration(900, 8)).orElseThrow();
        assertThat(step.middle()).isBetween(10.0, 20.0);
        assertThat(step.upper()).isEqualTo(25);
    }

    @Test
    void costsThatDependOnParametersAreLearnt() {
        RandomGenerator random = Randomness.of(SEED, 0, "costs");
        for (int trial = 0; trial < 40; trial++) {
            Configuration drawn = draw(random);
            double noise = 0.9 + 0.2 * random.nextDouble();
            runs(trial, "a", drawn, 5, cost(drawn) * noise, cost(drawn) * noise);
        }
        int within = 0;
        for (int trial = 100; trial < 200; trial++) {
            Configuration drawn = draw(random);
            double truth = cost(drawn);
            Estimate step = times.step(trial, "a", drawn).orElseThrow();
            assertThat(step.middle()).as("seed %d, %s", SEED, drawn).isBetween(truth / 2, truth * 2);
            within += step.upper() >= truth ? 1 : 0;
        }
        assertThat(within).as("seed %d: upper ends that hold, of 100", SEED).isGreaterThanOrEqualTo(80);
    }

    @Test
    void aFewTrialsOnABrokenMachineDoNotSpoilIt() {
        RandomGenerator random = Randomness.of(SEED, 0, "outliers");
        for (int trial = 0; trial < 40; trial++) {
            Configuration drawn = draw(random);
            double fault = trial % 10 == 0 ? 30 : 1;
            runs(trial, "a", drawn, 0, cost(drawn) * fault, cost(drawn) * fault);
        }
        Configuration asked = configuration(128, 64);
        assertThat(middle(100, "a", asked)).as("seed %d", SEED).isBetween(cost(asked) / 2, cost(asked) * 2);
    }

    @Test
    void aTrialThatGoesOnOnAnotherKindOfMachineIsAsMuchSlowerAsThatIs() {
        for (int trial = 0; trial < 20; trial++) {
            String kind = trial % 2 == 0 ? "fast" : "slow";
            double seconds = trial % 2 == 0 ? 10 : 40;
            runs(trial, kind, configuration(64, 32), 0, seconds, seconds);
        }
        runs(50, "fast", configuration(64, 32), 0, 12, 12);
        assertThat(middle(50, "slow", configuration(64, 32))).isCloseTo(48, within(8.0));
        assertThat(middle(60, "slow", configuration(64, 32))).isCloseTo(40, within(8.0));
    }

    @Test
    void aConfigurationOfASpaceBeforeIsPassedOver() {
        times.first(0, "a", new Configuration(Map.of("width", 64L, "cell", "gone")), 1, 10);
        assertThat(times.step(1, "a", configuration(64, 32))).isEmpty();
    }

    private double middle(int trial, String kind, Configuration configuration) {
        Optional<Estimate> step = times.step(trial, kind, configuration);
        assertThat(step).isPresent();
        return step.get().middle();
    }

    /** Seconds of each step; the first comes after the program was loaded. */
    private void runs(int trial, String kind, Configuration configuration, double load, double... seconds) {
        times.first(trial, kind, configuration, 1, load + seconds[0]);
        Arrays.stream(seconds).skip(1).forEach(one -> times.next(trial, kind, configuration, 1, one));
    }

    private static double cost(Configuration configuration) {
        return 2
                * Math.pow(configuration.number("width") / 100, 1.2)
                / Math.pow(configuration.number("batch") / 64, 0.7)
                * (configuration.text("cell").equals("gated") ? 3 : 1);
    }

    private static Configuration draw(RandomGenerator random) {
        return new Configuration(Map.of(
                "width",
                (long) (16 * Math.pow(64, random.nextDouble())),
                "batch",
                (long) (8 * Math.pow(64, random.nextDouble())),
                "dropout",
                random.nextDouble(),
                "cell",
                List.of("plain", "gated").get(random.nextInt(2))));
    }

    private static Configuration configuration(long width, long batch) {
        return new Configuration(Map.of("width", width, "batch", batch, "dropout", 0.5, "cell", "plain"));
    }
}
