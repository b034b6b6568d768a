package org.attune.space.formats.imports;

import static org.assertj.core.api.Assertions.assertThat;

import org.attune.space.Constant;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.SearchSpace;
import org.attune.space.formats.SpaceFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against distributions that Optuna 5.0 wrote, and values that it drew from them. */
class OptunaFormatTest {
    private final Imports optuna = new Imports("optuna");

    @Test
    void allThatOptunaDrawsIsInTheSpace() {
        optuna.assertHasAll("optuna.json", "optuna.samples.json");
    }

    @Test
    void distributionsKeepTheirMeaning() {
        SearchSpace space = optuna.file("optuna.json").space();

        assertThat(space.parameter("lr")).isEqualTo(new FloatParameter("lr", 1e-5, 1e-1, true, 0));
        assertThat(space.parameter("uneven")).isEqualTo(new FloatParameter("uneven", 0, 0.9, false, 0.3));
        assertThat(space.parameter("stepped")).isEqualTo(new IntegerParameter("stepped", 0, 8, false, 4));
        assertThat(space.parameter("units")).isEqualTo(new IntegerParameter("units", 1, 1024, true, 1));
        assertThat(space.parameter("kind").size()).isEqualTo(5);
        assertThat(space.parameter("fixed")).isEqualTo(new Constant("fixed", 2.0));
        assertThat(space.parameter("whole")).isEqualTo(new Constant("whole", 3));
        assertThat(space.parameter("old_discrete")).isEqualTo(new FloatParameter("old_discrete", 0, 0.9, false, 0.3));
        assertThat(space.parameter("old_int_log")).isEqualTo(new IntegerParameter("old_int_log", 1, 100, true, 1));
    }

    @Test
    void textsAndShortFormsAreReadToo() {
        SearchSpace space = optuna.read("""
                {"x": "{\\"name\\": \\"FloatDistribution\\", \\"attributes\\": {\\"step\\": null, \\"low\\": 0, \\"high\\": 1, \\"log\\": false}}",
                 "n": {"type": "int", "low": 1, "high": 9, "step": 4},
                 "k": {"type": "categorical", "choices": ["a", null]}}
                """).space();

        assertThat(space.parameter("x")).isEqualTo(new FloatParameter("x", 0, 1, false, 0));
        assertThat(space.parameter("n")).isEqualTo(new IntegerParameter("n", 1, 9, false, 4));
        assertThat(space.parameter("k").check(null)).isNull();
    }

    @Test
    void distributionsAreRecognised() {
        assertThat(SpaceFormats.recognise(Imports.resource("optuna.json"))
                        .orElseThrow()
                        .id())
                .isEqualTo("optuna");
        assertThat(SpaceFormats.recognise("{\"lr\": {\"name\": \"a\"}, \"b\": \"Distribution\"}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "[1]                                    ~ 1:1  ~ distributions must be a JSON object of names, but got [1].",
                "{}                                     ~ 1:1  ~ a space must have at least one parameter, but this has none.",
                "{\"x\": 3}                             ~ 1:7  ~ 'x' must be a distribution, but got 3.",
                "{\"x\": {\"name\": \"FloatDistributon\", \"attributes\": {}}} ~ 1:16 ~ unknown distribution 'FloatDistributon'; did you mean 'FloatDistribution'?",
                "{\"x\": {\"name\": \"FloatDistribution\"}} ~ 1:7 ~ 'attributes' of 'x' is missing.",
                "{\"x\": {\"type\": \"float\", \"low\": 1}} ~ 1:7  ~ 'high' of 'x' is missing.",
                "{\"x\": {\"type\": \"float\", \"low\": 1, \"high\": 0}} ~ 1:32 ~ low < high must hold for 'x', but got low=1, high=0. Maybe the two are swapped?",
                "{\"x\": {\"type\": \"int\", \"low\": 1, \"high\": 9, \"step\": 2, \"log\": true}} ~ 1:52 ~ 'x' must have a step or a logarithmic scale, but has both. Optuna allows one of the two.",
                "{\"x\": {\"type\": \"float\", \"low\": 0, \"high\": 1, \"q\": 1}} ~ 1:46 ~ unknown key 'q' in 'x'.",
                "{\"x\": {\"type\": \"int\", \"low\": -9223372036854775808, \"high\": 9223372036854775807, \"step\": 5}} ~ 1:30 ~ low must lie within 2^52 of zero for 'x'",
                "{\"x\": {\"type\": \"categorical\", \"choices\": [NaN]}} ~ 1:43 ~ a value must be one that JSON has, but got NaN.",
            })
    void whatIsWrongIsToldWithItsPlace(String text, String place, String message) {
        optuna.assertError(text, place, message);
    }
}
