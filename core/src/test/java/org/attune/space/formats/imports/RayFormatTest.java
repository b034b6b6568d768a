package org.attune.space.formats.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.Prior;
import org.attune.space.SearchSpace;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a space that the Python client made of domains of Ray 2.58, and values that Ray drew from them. */
class RayFormatTest {
    private final Imports ray = new Imports("ray");

    @Test
    void allThatRayDrawsIsInTheSpace() {
        ray.assertHasAll("ray.json", "ray.samples.json");
    }

    @Test
    void domainsKeepTheirMeaning() {
        SpaceDocument document = ray.file("ray.json");
        SearchSpace space = document.space();

        assertThat(space.parameter("lr")).isEqualTo(new FloatParameter("lr", 1e-4, 0.1, true, 0));
        assertThat(space.parameter("quniform")).isEqualTo(new FloatParameter("quniform", 3.2, 5.4, false, 0.2));
        // Without its upper bound.
        assertThat(space.parameter("layers")).isEqualTo(new IntegerParameter("layers", 1, 8, false, 1));
        assertThat(space.parameter("units")).isEqualTo(new IntegerParameter("units", 1, 99, true, 1));
        // Multiples of 3, not steps from 4.
        assertThat(space.parameter("multiples")).isEqualTo(new IntegerParameter("multiples", 6, 12, false, 3));
        assertThat(space.parameter("log_multiples"))
                .isEqualTo(new IntegerParameter("log_multiples", 10, 100, true, 10));
        assertThat(space.parameter("model.width"))
                .isEqualTo(new ChoiceParameter("model.width", List.of(16, 32), false));
        assertThat(space.parameter("model.depth")).isEqualTo(new Constant("model.depth", 3));
        assertThat(space.parameter("noise"))
                .isEqualTo(new FloatParameter(
                        "noise", -5, 5, false, 0, Optional.of(new Prior.Normal(0, 2)), Optional.empty()));
        assertThat(space.parameter("rounded"))
                .isEqualTo(new FloatParameter(
                        "rounded", 4.5, 16, false, 0.5, Optional.of(new Prior.Normal(10, 2)), Optional.empty()));
        assertThat(space.parameter("flags")).isEqualTo(new Constant("flags", List.of(1, "x")));
        assertThat(document.notes()).singleElement().asString().contains("'model.width' is a grid_search");
    }

    @Test
    void aRangeOfOneValueIsAConstant() {
        assertThat(ray.read("{\"param_space\": {\"n\": {\"tune.randint\": {\"lower\": 3, \"upper\": 4}}}}")
                        .space()
                        .parameter("n"))
                .isEqualTo(new Constant("n", 3));
    }

    @Test
    void spacesAreRecognised() {
        assertThat(SpaceFormats.recognise(Imports.resource("ray.json"))
                        .orElseThrow()
                        .id())
                .isEqualTo("ray");
        ray.assertIsReadOnly();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"tune.randn\": {\"mean\": 0, \"sd\": 1}} ~ 1:38 ~ a range must have bounds, but 'x' is a tune.randn without any. Give it lower and upper beside mean and sd, values that cut it off.",
                "{\"tune.sample_from\": {\"func\": \"f\"}}  ~ 1:44 ~ 'x' is a tune.sample_from: what it can be is known to a Python function alone.",
                "{\"tune.unifrom\": {}}                     ~ 1:24 ~ Ray Tune has no 'tune.unifrom'; did you mean 'tune.uniform'?",
                "{\"tune.grid_search\": [1, 2]}             ~ 1:24 ~ 'grid_search' stands here without 'tune.', as Ray itself has it in a param_space.",
                "{\"tune.randint\": {\"lower\": 3, \"upper\": 3}} ~ 1:62 ~ lower < upper must hold for 'x', but got lower=3, upper=3. The upper bound is not one of the values.",
                "{\"tune.quniform\": {\"lower\": 0.1, \"upper\": 0.2, \"q\": 0.7}} ~ 1:75 ~ a multiple of q must lie within the range of 'x', but between 0.1 and 0.2 there is none of q=0.7.",
                "{\"tune.qrandint\": {\"lower\": 0, \"upper\": 1e30, \"q\": 1000000000000000000}} ~ 1:74 ~ the values of 'x' must be whole numbers of 64 bits, but are multiples of q=1e18 from 0.0 to 1.",
                "{\"tune.choice\": {\"categories\": [{\"tune.uniform\": {\"lower\": 0, \"upper\": 1}}]}} ~ 1:55 ~ a value of 'x' must be fixed, but got the range {tune.uniform: {lower: 0, upper: 1}}.",
                "{\"tune.uniform\": {\"lower\": 0}}       ~ 1:40 ~ 'upper' of 'x' is missing.",
            })
    void whatIsWrongIsToldWithItsPlace(String domain, String place, String message) {
        ray.assertError("{\"param_space\": {\"x\": " + domain + "}}", place, message);
    }
}
