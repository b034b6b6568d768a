package org.attune.space.formats.configspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.Prior;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.UnsayableException;
import org.junit.jupiter.api.Test;

class ConfigSpaceWriterTest {

    private static SpaceBuilder builder() {
        return SearchSpace.builder()
                .categorical("kind", "a", "b", "c")
                .ordinal("size", "s", "m", "l")
                .integer("n", 1, 8)
                .uniform("x", 0, 1);
    }

    private static String write(SearchSpace space, Dialect dialect) {
        return ConfigSpaceWriter.write(new SpaceDocument(space), dialect).replaceAll("\\s+", " ");
    }

    private static void refused(SearchSpace space, Dialect dialect, String why) {
        assertThatThrownBy(() -> write(space, dialect))
                .isInstanceOfSatisfying(
                        UnsayableException.class, e -> assertThat(e.what()).containsExactly(why))
                .hasMessageStartingWith("JSON of ConfigSpace " + dialect.version() + " cannot say all of this space: ");
    }

    @Test
    void whatOldTrialsHaveForAParameterCannotBeSaid() {
        SearchSpace space = builder().before("n", 3L).build();
        for (Dialect dialect : Dialect.values()) {
            refused(space, dialect, "'n' has a 'before'.");
        }
    }

    @Test
    void writesWhatAnExampleOfTheLibraryLooksLike() {
        SearchSpace space = SearchSpace.builder()
                .logUniform("weight_decay", 1e-5, 1e-2)
                .categorical("batch_size", 16, 32)
                .when("weight_decay", Clause.equal("batch_size", 16))
                .build();
        assertThat(ConfigSpaceWriter.write(new SpaceDocument(space, Optional.of("small"), List.of()), Dialect.V1_2))
                .isEqualTo("""
                        {
                          "name": "small",
                          "hyperparameters": [
                            {
                              "type": "categorical",
                              "name": "batch_size",
                              "choices": [
                                16,
                                32
                              ],
                              "weights": null,
                              "default_value": 16,
                              "meta": null
                            },
                            {
                              "type": "uniform_float",
                              "name": "weight_decay",
                              "lower": 1e-05,
                              "upper": 0.01,
                              "default_value": 0.000316227766,
                              "log": true,
                              "meta": null
                            }
                          ],
                          "conditions": [
                            {
                              "type": "EQ",
                              "child": "weight_decay",
                              "parent": "batch_size",
                              "value": 16
                            }
                          ],
                          "forbiddens": [],
                          "python_module_version": "1.2.0",
                          "format_version": 0.4
                        }""");
    }

    @Test
    void aSpaceWithoutANameHasNoneBefore1AndNullSince() {
        SearchSpace space = builder().build();
        assertThat(write(space, Dialect.V0_7)).startsWith("{ \"hyperparameters\"");
        assertThat(write(space, Dialect.V1_0)).startsWith("{ \"name\": null, ");
    }

    @Test
    void saysComparisonsInTheWordsThatThereAre() {
        SearchSpace space = builder()
                .uniform("low", 0, 1)
                .when("low", Clause.not("kind", "a"))
                .integer("of_low", 0, 3)
                .when("of_low", new Clause.Compare("size", Comparison.AT_LEAST, "m"))
                .integer("of_number", 0, 3)
                .when("of_number", new Clause.Compare("n", Comparison.AT_MOST, 4))
                .build();
        String text = write(space, Dialect.V0_4);
        assertThat(text)
                .contains("\"parent\": \"kind\", \"type\": \"NEQ\", \"value\": \"a\"")
                .contains("\"parent\": \"size\", \"type\": \"IN\", \"values\": [ \"m\", \"l\" ]")
                .contains("\"type\": \"LT\", \"value\": 4")
                .contains("\"type\": \"EQ\", \"value\": 4");
    }

    @Test
    void anotherValueOfAParentThatMayBeInactiveIsOneOfTheOthers() {
        SpaceBuilder nested = builder()
                .categorical("inner", "p", "q", "r")
                .when("inner", Clause.equal("kind", "a"))
                .uniform("leaf", 0, 1);
        assertThat(write(nested.when("leaf", Clause.not("inner", "p")).build(), Dialect.V1_2))
                .contains("\"type\": \"IN\", \"child\": \"leaf\", \"parent\": \"inner\", \"values\": [ \"q\", \"r\" ]");
    }

    @Test
    void anotherValueOrNoneIsNotEquals() {
        SearchSpace space = builder()
                .categorical("inner", "p", "q", "r")
                .when("inner", Clause.equal("kind", "a"))
                .uniform("leaf", 0, 1)
                .when("leaf", Clause.any(Clause.not("inner", "p"), Clause.inactive("inner")))
                .build();
        assertThat(write(space, Dialect.V1_2))
                .contains("\"type\": \"NEQ\", \"child\": \"leaf\", \"parent\": \"inner\", \"value\": \"p\"");
    }

    @Test
    void refusesAChildThatIsActiveByDefaultForAParentThatIsNot() {
        SearchSpace space = builder()
                .categorical("inner", "p", "q", "r")
                .when("inner", Clause.equal("kind", "b"))
                .uniform("leaf", 0, 1)
                .when("leaf", Clause.any(Clause.not("inner", "p"), Clause.inactive("inner")))
                .build();
        assertThat(write(space, Dialect.V0_7)).contains("NEQ");
        refused(
                space,
                Dialect.V1_2,
                "'leaf' is active by default while 'inner' is not, which ConfigSpace 1.x refuses for a condition such as"
                        + " inner != \"p\". Say it by one of the other values, or give other defaults.");
    }

    @Test
    void namesWhatConditionsCannotSay() {
        refused(
                builder()
                        .uniform("y", 0, 1)
                        .when("y", Clause.relate("n", Comparison.LESS, "x"))
                        .build(),
                Dialect.V1_2,
                "'y' is active when n < x, but a condition compares a parameter with a value, not with another parameter.");
        refused(
                builder().uniform("y", 0, 1).when("y", Clause.greater("n", 9)).build(),
                Dialect.V1_2,
                "'y' is active when n > 9, but ConfigSpace compares a parameter only with values that it can have,"
                        + " but 'n' must be between 1 and 8, but got 9.");
    }

    @Test
    void namesWhatClausesCannotSay() {
        SearchSpace space = builder().forbid(Clause.greater("x", 0.75)).build();
        assertThat(write(space, Dialect.V1_2)).contains("\"type\": \"CLAUSE_GT\", \"name\": \"x\", \"value\": 0.75");
        refused(space, Dialect.V1_1, "It is forbidden that x > 0.75, but only 1.2 compares by order in clauses.");
        refused(
                builder().forbid(Clause.relate("n", Comparison.LESS, "x")).build(),
                Dialect.V0_4,
                "It is forbidden that n < x, but relations of two parameters came with 0.6.");
        refused(
                builder()
                        .forbid(Clause.any(Clause.equal("kind", "b"), Clause.equal("n", 3)))
                        .build(),
                Dialect.V1_1,
                "It is forbidden that kind = \"b\" or n = 3, but only 1.2 has OR in clauses. Forbid each of the"
                        + " combinations by itself.");
    }

    @Test
    void refusesASpaceWhoseDefaultIsForbidden() {
        refused(
                builder().forbid(Clause.equal("kind", "a")).build(),
                Dialect.V1_2,
                "The configuration of its defaults must be allowed for ConfigSpace, but it is forbidden that kind ="
                        + " \"a\". Give 'kind' another default.");
    }

    @Test
    void onlyOneVersionWritesSteps() {
        SearchSpace space = SearchSpace.builder()
                .add(new IntegerParameter("n", 0, 10, false, 5))
                .build();
        assertThat(write(space, Dialect.V0_7)).contains("\"default\": 5, \"q\": 5");
        refused(
                space,
                Dialect.V1_2,
                "'n' has step 5, but only version 0.7 writes steps. Write it for 0.7, or list the values as an ordinal"
                        + " parameter.");
        refused(
                SearchSpace.builder()
                        .add(new IntegerParameter("n", 0, 11, false, 5))
                        .build(),
                Dialect.V0_7,
                "'n' has step 5, which ConfigSpace takes only if it divides the range. Let high be 10.");
    }

    @Test
    void keepsTheDeviationOfALogNormalPrior() {
        FloatParameter range =
                new FloatParameter("lr", 0.5, 100, true, 0, Optional.of(new Prior.Normal(3, 0.25)), Optional.empty());
        SearchSpace space = SearchSpace.builder().add(range).build();
        SearchSpace again = ConfigSpaceReader.read(
                        ConfigSpaceWriter.write(new SpaceDocument(space), Dialect.V1_2), "file")
                .space();
        assertThat(Meaning.of(again)).isEqualTo(Meaning.of(space));
        FloatParameter narrow =
                new FloatParameter("lr", 2, 100, true, 0, Optional.of(new Prior.Normal(3, 0.25)), Optional.empty());
        refused(
                SearchSpace.builder().add(narrow).build(),
                Dialect.V1_2,
                "'lr' has a prior, {type: \"normal\", mean: 3.0, deviation: 0.25}, of which ConfigSpace 1.x has none so"
                        + " narrow for a range that begins at 2.0.");
    }

    @Test
    void namesChoicesThatAVersionDoesNotHave() {
        ChoiceParameter mixed = new ChoiceParameter("c", java.util.Arrays.asList("a", 1, null), false);
        SearchSpace space = SearchSpace.builder().add(mixed).build();
        assertThat(write(space, Dialect.V1_1)).contains("\"choices\": [ \"a\", 1, null ]");
        refused(space, Dialect.V1_0, "'c' is one of [\"a\", 1, null], but it cannot have the choice null.");
        refused(
                SearchSpace.builder().categorical("c", "a", 1).build(),
                Dialect.V0_7,
                "'c' is one of [\"a\", 1], but choices of different kinds came with 1.1.");
        refused(
                SearchSpace.builder().categorical("c", 1, 1.0).build(),
                Dialect.V1_2,
                "'c' is one of [1, 1.0], but 1 and 1.0 are equal in Python.");
    }
}
