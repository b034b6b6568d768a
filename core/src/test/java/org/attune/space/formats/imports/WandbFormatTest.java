package org.attune.space.formats.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;
import org.attune.space.Prior;
import org.attune.space.SearchSpace;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WandbFormatTest {
    private final Imports wandb = new Imports("wandb");
    private final SpaceDocument document = wandb.file("sweep.yaml");
    private final SearchSpace space = document.space();

    @Test
    void fixedValuesAndChoicesAreRead() {
        assertThat(space.parameter("constant")).isEqualTo(new Constant("constant", "adam"));
        assertThat(space.parameter("typed_constant")).isEqualTo(new Constant("typed_constant", List.of(1, 2)));
        assertThat(space.parameter("kind"))
                .isEqualTo(new ChoiceParameter("kind", Arrays.asList("a", 1, 2.5, null), false));
        assertThat(space.parameter("weighted"))
                .isEqualTo(new ChoiceParameter(
                        "weighted", List.of("a", "b"), false, List.of(0.75, 0.25), OptionalInt.empty()));
    }

    @Test
    void boundsAloneTellWhatTheRangeIs() {
        assertThat(space.parameter("layers")).isEqualTo(new IntegerParameter("layers", 1, 8, false, 1));
        assertThat(space.parameter("x")).isEqualTo(new FloatParameter("x", 0, 1, false, 0));
        assertThat(space.parameter("int_uniform")).isEqualTo(new IntegerParameter("int_uniform", -3, 3, false, 1));
        assertThat(space.parameter("uniform")).isEqualTo(new FloatParameter("uniform", 0, 10, false, 0));
    }

    @Test
    void quantisedRangesHaveTheMultiplesToWhichValuesAreRounded() {
        assertThat(space.parameter("q_uniform")).isEqualTo(new FloatParameter("q_uniform", 0, 1, false, 0.25));
        // 7 is rounded to 8.
        assertThat(space.parameter("q_whole")).isEqualTo(new IntegerParameter("q_whole", 8, 64, false, 8));
        assertThat(space.parameter("q_default")).isEqualTo(new FloatParameter("q_default", 0, 4, false, 1));
        assertThat(space.parameter("q_log_uniform")).isEqualTo(new IntegerParameter("q_log_uniform", 1, 100, true, 1));
        assertThat(space.parameter("q_log_uniform_values"))
                .isEqualTo(new IntegerParameter("q_log_uniform_values", 8, 256, true, 8));
    }

    @Test
    void logarithmicBoundsAreExponentsUnlessTheyAreValues() {
        assertRange("log_uniform", 1e-4, 1);
        assertRange("log_uniform_values", 1e-4, 1e-1);
        assertRange("inv_log_uniform", 0.01, 1);
        assertRange("inv_log_uniform_values", 0.01, 1);
    }

    @Test
    void normalsAreCutOffAtTheBoundsThatWereAdded() {
        assertThat(space.parameter("normal")).isEqualTo(prior("normal", 0, 20, false, 0, new Prior.Normal(10, 2)));
        NumberParameter log = (NumberParameter) space.parameter("log_normal");
        assertThat(log.log()).isTrue();
        assertThat(log.prior()).get().isInstanceOfSatisfying(Prior.Normal.class, prior -> {
            assertThat(prior.mean()).isCloseTo(0.01, within(1e-12));
            assertThat(prior.deviation()).isEqualTo(1);
        });
        assertThat(space.parameter("q_normal"))
                .isEqualTo(new IntegerParameter(
                        "q_normal", 0, 20, false, 1, Optional.of(new Prior.Normal(10, 2)), Optional.empty()));
        assertThat(space.parameter("beta")).isEqualTo(prior("beta", 0, 1, false, 0, new Prior.Beta(2, 5)));
        assertThat(space.parameter("q_beta")).isEqualTo(prior("q_beta", 0, 1, false, 0.1, new Prior.Beta(2, 5)));
    }

    @Test
    void nestedParametersAreGroups() {
        assertThat(space.parameters()).extracting(Parameter::name).endsWith("optimizer.lr", "optimizer.adam.beta");
    }

    @Test
    void whatIsNoPartOfASpaceIsTold() {
        assertThat(document.name()).contains("cgconv");
        assertThat(document.notes())
                .contains(
                        "'method: \"bayes\"' is no part of a space; a study file says it under 'sampler'.",
                        "'run_cap: 40' is no part of a space; a study file says it under 'trials'.")
                .hasSize(5);
    }

    @Test
    void sweepsAreRecognised() {
        assertThat(SpaceFormats.recognise(Imports.resource("sweep.yaml"))
                        .orElseThrow()
                        .id())
                .isEqualTo("wandb");
        assertThat(SpaceFormats.recognise("{\"method\": \"grid\", \"parameters\": {\"x\": {\"values\": [1]}}}")
                        .orElseThrow()
                        .id())
                .isEqualTo("wandb");
        wandb.assertIsReadOnly();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{distribution: normal, mu: 0, sigma: 1}    ~ 2:21 ~ a range must have bounds, but 'x' is normal without any. Give it min and max, values that cut it off; W&B has none here.",
                "{distribution: log_unifrom, min: 0, max: 1}~ 2:21 ~ 'distribution' of 'x' must be one that W&B has, but got \"log_unifrom\". Did you mean 'log_uniform'?",
                "{min: 0.5}                                 ~ 2:6  ~ 'max' of 'x' is missing.",
                "{min: 2.5, max: 1}                         ~ 2:12 ~ low < high must hold for 'x', but got low=2.5, high=1. Maybe the two are swapped?",
                "{distribution: log_uniform_values, min: 0, max: 1} ~ 2:46 ~ low > 0 must hold for 'x' on a logarithmic scale, but got low=0.",
                "{distribution: uniform, min: 0, max: 1, q: 1} ~ 2:46 ~ unknown key 'q' in 'x'.",
                "{values: [a, a]}                           ~ 2:15 ~ the choices of 'x' must differ, but \"a\" is there twice.",
                "{values: [a], probabilities: [1, 2]}       ~ 2:35 ~ the weights of 'x' must be 1 numbers of at least 0",
                "3                                          ~ 2:6  ~ 'x' must be a mapping, but got 3. For a fixed value write x: {value: 3}.",
            })
    void whatIsWrongIsToldWithItsPlace(String parameter, String place, String message) {
        wandb.assertError("parameters:\n  x: " + parameter + "\nmethod: random\n", place, message);
    }

    private static FloatParameter prior(String name, double low, double high, boolean log, double step, Prior prior) {
        return new FloatParameter(name, low, high, log, step, Optional.of(prior), Optional.empty());
    }

    private void assertRange(String name, double low, double high) {
        FloatParameter range = (FloatParameter) space.parameter(name);
        assertThat(range.log()).isTrue();
        assertThat(range.low()).isCloseTo(low, within(1e-12 * low));
        assertThat(range.high()).isCloseTo(high, within(1e-12 * high));
    }
}
