package org.attune.space.formats.configspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.attune.Shared;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.NumberParameter;
import org.attune.space.Parameter;
import org.attune.space.Prior;
import org.attune.space.SearchSpace;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormat;
import org.attune.space.formats.SpaceFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that the real ConfigSpace wrote, of all its versions. */
class ConfigSpaceReferenceTest {
    static final String REFERENCE = "reference/configspace/";
    static final List<String> VERSIONS = List.of("0.4.21", "0.6.1", "0.7.2", "1.0.1", "1.1.4", "1.2.2");

    static Stream<String> files() {
        return VERSIONS.stream()
                .flatMap(version -> Shared.names(REFERENCE + version, ".json").stream()
                        .filter(name -> !name.equals("manifest"))
                        .map(name -> version + "/" + name));
    }

    static SpaceDocument document(String file) {
        SpaceFormat format = SpaceFormats.find("configspace").orElseThrow();
        return format.read(Shared.text(REFERENCE + file + ".json"), file);
    }

    static SearchSpace space(String file) {
        return document(file).space();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileReadsInFull(String file) {
        Map<String, Object> json = Shared.json(REFERENCE + file + ".json");
        SpaceDocument document = document(file);
        SearchSpace space = document.space();

        assertThat(document.name()).contains((String) json.get("name"));
        assertThat(document.version()).contains((String) json.get("python_module_version"));
        assertThat(space.parameters()).hasSameSizeAs((List<?>) json.get("hyperparameters"));
        assertThat(space.conditions()).hasSameSizeAs((List<?>) json.get("conditions"));
        assertThat(space.forbidden()).hasSameSizeAs((List<?>) json.get("forbiddens"));
        for (Object item : (List<?>) json.get("hyperparameters")) {
            Map<?, ?> map = (Map<?, ?>) item;
            Object standard = map.containsKey("default") ? map.get("default") : map.get("default_value");
            // The middle of these steps is none of them.
            if (!map.get("type").equals("constant") && !file.equals("0.7.2/quantised")) {
                assertThat(space.parameter((String) map.get("name")).standard()).isEqualTo(standard);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsRecognised(String file) {
        String text = Shared.text(REFERENCE + file + ".json");

        assertThat(SpaceFormats.recognise(text)).map(SpaceFormat::id).contains("configspace");
    }

    @ParameterizedTest
    @MethodSource("files")
    void onlyWhatAFileDoesNotSayIsNoted(String file) {
        boolean noted = file.matches("(0.4.21|0.6.1)/priors_(float|int)|0.*/nested_spaces");

        assertThat(document(file).notes()).as(file).matches(notes -> notes.isEmpty() != noted, "noted: " + noted);
    }

    @ParameterizedTest
    @MethodSource("files")
    void theVersionsSayTheSame(String file) {
        String name = file.substring(file.indexOf('/') + 1);
        SearchSpace space = space(file);
        SearchSpace newest = name.equals("quantised") ? space("0.7.2/quantised") : space("1.2.2/" + name);

        assertThat(space.conditions()).containsExactlyInAnyOrderEntriesOf(newest.conditions());
        assertThat(space.parentsFirst().stream().map(Parameter::name))
                .containsExactlyElementsOf(
                        newest.parentsFirst().stream().map(Parameter::name).toList());
    }

    @Test
    void stepsAreKeptWithTheirDefaults() {
        SearchSpace space = space("0.7.2/quantised");

        assertThat(space.parameter("dropout").definition())
                .isEqualTo(Map.of("type", "float", "low", 0.0, "high", 0.9, "step", 0.1, "default", 0.3));
        assertThat(space.parameter("log_q").definition())
                .isEqualTo(Map.of("type", "int", "low", 10L, "high", 1000L, "log", true, "step", 10L));
        assertThat(space.parameter("width").definition())
                .isEqualTo(Map.of("type", "int", "low", 16L, "high", 256L, "step", 16L));
    }

    @Test
    void logNormalsMeanAnotherThingBefore1() {
        assertThat(prior("0.7.2/priors_float")).isEqualTo(new Prior.Normal(StrictMath.exp(0.01), 0.5));
        assertThat(prior("1.2.2/priors_float")).isEqualTo(new Prior.ConfigSpaceLogNormal(0.01, 0.5));
    }

    @Test
    void normalsWithoutBoundsGetThemAroundTheirMean() {
        assertThat(space("0.4.21/priors_float").parameter("mu_outside").definition())
                .containsEntry("low", -3.0)
                .containsEntry("high", 9.0)
                .containsEntry("default", 1.5);
        assertThat(document("0.4.21/priors_int").notes())
                .contains(
                        "'wide' has no bounds in the file; it gets -90 and 90, so that they hold its default and 6 deviations"
                                + " around its mean, as far as numbers go.");
    }

    @Test
    void weightsOfAllVersionsAreRead() {
        assertThat(weights("0.4.21/categories")).containsExactly(0.1, 0.3, 0.6);
        assertThat(weights("0.6.1/categories")).containsExactly(2.0, 6.0, 12.0);
        assertThat(weights("1.2.2/categories")).containsExactly(2.0, 6.0, 12.0);
    }

    @Test
    void relationsOfAllVersionsAreRead() {
        List<Clause> newest = space("1.2.2/forbidden_relations").forbidden();

        assertThat(newest)
                .contains(
                        Clause.relate("low", Comparison.GREATER, "high"),
                        Clause.relate("colour", Comparison.EQUAL, "ink"),
                        Clause.relate("tasks", Comparison.LESS, "workers"));
        assertThat(space("0.6.1/forbidden_relations").forbidden()).containsExactlyInAnyOrderElementsOf(newest);
        assertThat(space("0.7.2/forbidden_relations").forbidden()).containsExactlyInAnyOrderElementsOf(newest);
    }

    @Test
    void aDifferenceHoldsForAParentThatIsNotActive() {
        assertThat(space("1.2.2/nested_spaces").conditions())
                .containsEntry(
                        "svm:gamma", Clause.any(Clause.not("svm:kernel", "linear"), Clause.inactive("svm:kernel")));
        assertThat(space("1.2.2/conditions").conditions()).containsEntry("c", Clause.not("kind", "tree"));
    }

    private static Prior prior(String file) {
        return ((NumberParameter) space(file).parameter("log_normal")).prior().orElseThrow();
    }

    private static List<Double> weights(String file) {
        return ((ChoiceParameter) space(file).parameter("unnormalised")).weights();
    }
}
