package org.attune.space.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.attune.Attune;
import org.attune.space.ChoiceParameter;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.Configuration;
import org.attune.space.Constant;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.Prior;
import org.attune.space.SearchSpace;
import org.attune.spec.StudySpec;
import org.attune.study.Study;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordSpaceTest {
    private static final long SEED = 20261126;

    enum Optimizer {
        ADAM,
        SGD
    }

    record Adam(
            @Range(low = 0.8, high = 0.999) double beta,

            @When(parameter = "beta", greater = "0.9") @Range(low = 0, high = 1)
            OptionalDouble decay) {}

    record Config(
            @Range(low = 1e-5, high = 0.1, log = true) @Normal(mean = 1e-3, deviation = 1) @Default("0.01")
            double lr,

            @Range(low = 1, high = 8) @Beta(alpha = 2, beta = 5)
            int layers,

            @Range(low = 8, high = 64, step = 8) @Before("16")
            long width,

            Optimizer optimizer,

            @Range(low = 0, high = 0.99) @When(parameter = "optimizer", equals = "SGD")
            Double momentum,

            @When(parameter = "optimizer", equals = "ADAM") Adam adam,

            @Choices({"relu", "tanh"}) @Weights({2, 1}) @Default("tanh")
            String activation,

            @Choices({"16", "32"}) @Ordinal @Name("batch-size")
            int batchSize,

            @When(parameter = "layers", atLeast = "2") @When(parameter = "batch-size", less = "32")
            Optional<Boolean> norm,

            @Fixed("10") int epochs,
            boolean shuffle) {}

    @Test
    void componentsAreParameters() {
        SearchSpace built = SearchSpace.builder()
                .add(new FloatParameter(
                        "lr", 1e-5, 0.1, true, 0, Optional.of(new Prior.Normal(1e-3, 1)), Optional.of(0.01)))
                .add(new IntegerParameter(
                        "layers", 1, 8, false, 1, Optional.of(new Prior.Beta(2, 5)), Optional.empty()))
                .add(new IntegerParameter("width", 8, 64, false, 8))
                .before("width", 16)
                .categorical("optimizer", "ADAM", "SGD")
                .uniform("momentum", 0, 0.99)
                .when("momentum", Clause.equal("optimizer", "SGD"))
                .uniform("adam.beta", 0.8, 0.999)
                .when("adam.beta", Clause.equal("optimizer", "ADAM"))
                .uniform("adam.decay", 0, 1)
                .when("adam.decay", Clause.equal("optimizer", "ADAM"))
                .when("adam.decay", Clause.greater("adam.beta", 0.9))
                .add(new ChoiceParameter(
                        "activation", List.of("relu", "tanh"), false, List.of(2.0, 1.0), OptionalInt.of(1)))
                .ordinal("batch-size", 16, 32)
                .categorical("norm", false, true)
                .when("norm", new Clause.Compare("layers", Comparison.AT_LEAST, 2))
                .when("norm", Clause.less("batch-size", 32))
                .add(new Constant("epochs", 10))
                .categorical("shuffle", false, true)
                .build();

        assertThat(RecordSpace.of(Config.class).space()).isEqualTo(built);
    }

    @Test
    void configurationsAreReadAsInstancesAndBack() {
        RecordSpace<Config> space = RecordSpace.of(Config.class);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 1000; i++) {
            Configuration configuration = space.space().sample(random);
            Config config = space.read(configuration);
            assertThat(config.momentum() == null).isEqualTo(config.optimizer() == Optimizer.ADAM);
            assertThat(config.adam() == null).isEqualTo(config.optimizer() == Optimizer.SGD);
            assertThat(config.norm().isPresent()).isEqualTo(config.layers() >= 2 && config.batchSize() < 32);
            assertThat(new Configuration(space.values(config)))
                    .as("seed %d", SEED)
                    .isEqualTo(configuration);
        }
    }

    @Test
    void valuesOfAGroupLieInARecordOfTheirOwn() {
        record Two(@Range(low = 0, high = 1) double x, Adam adam) {}

        Two two = RecordSpace.of(Two.class).read(new Configuration(Map.of("x", 0.5, "adam.beta", 0.85)));
        assertThat(two).isEqualTo(new Two(0.5, new Adam(0.85, OptionalDouble.empty())));
    }

    @Test
    void whatAnnotationsDoNotSayIsAdded() {
        record Window(
                @Range(low = 0, high = 9) int from,
                @Range(low = 0, high = 9) int to) {}
        Clause clause = Clause.relate("from", Comparison.GREATER, "to");

        assertThat(RecordSpace.of(Window.class, builder -> builder.forbid(clause))
                        .space()
                        .forbidden())
                .containsExactly(clause);
        assertThat(RecordSpace.of(Window.class).space().forbidden()).isEmpty();
    }

    @Test
    void aTrialReceivesItsConfigurationAsTheRecord(@TempDir Path folder) throws Exception {
        StudySpec spec = StudySpec.builder("records")
                .minimize("loss")
                .space(Config.class)
                .random()
                .trials(5)
                .build();
        Study study = Attune.run(
                spec,
                trial -> trial.report(
                        Map.of("loss", trial.configuration(Config.class).lr())),
                folder);

        assertThat(study.trials())
                .hasSize(5)
                .allSatisfy(trial -> assertThat(trial.value())
                        .isEqualTo(trial.configuration().number("lr")));
    }

    @Test
    void aRecordMayHaveRulesOfItsOwn() {
        record Even(@Range(low = 0, high = 9) int number) {
            Even {
                if (number % 2 == 1) {
                    throw new IllegalArgumentException("an even number");
                }
            }
        }

        assertThatThrownBy(() -> RecordSpace.of(Even.class).read(new Configuration(Map.of("number", 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an even number");
    }

    @Test
    void aConfigurationMustHaveWhatTheRecordNeeds() {
        record One(@Range(low = 0, high = 9) int number) {}
        RecordSpace<One> space = RecordSpace.of(One.class);

        assertThatThrownBy(() -> space.read(new Configuration(Map.of("x", 1))))
                .hasMessage("the configuration has no 'number', which One needs.");
        assertThatThrownBy(() -> space.read(new Configuration(Map.of("number", 1.5))))
                .hasMessage("'number' must be int for the record, but got 1.5.");
    }

    record Bare(double lr) {}

    record BareText(String name) {}

    record RangeOfText(@Range(low = 0, high = 1) String name) {}

    record Swapped(@Range(low = 1, high = 0) double lr) {}

    record Broken(@Range(low = 1, high = 2.5) int layers) {}

    record Large(@Range(low = 1, high = 1e10) int layers) {}

    record NotANumber(
            @Range(low = 1, high = 2) @Default("one") int layers) {}

    record Outside(@Range(low = 1, high = 2) @Default("3") int layers) {}

    record Both(@Range(low = 1, high = 2) @Choices("1") int layers) {}

    record NoChoice(@Choices({"a", "b"}) @Default("c") String name) {}

    record NoConstant(@Choices({"ADAM", "SGP"}) Optimizer optimizer) {}

    record OrdinalRange(@Range(low = 1, high = 2) @Ordinal int layers) {}

    record PriorOfChoices(
            @Choices("1") @Normal(mean = 1, deviation = 1) int layers) {}

    record TwoPriors(
            @Range(low = 1, high = 2) @Normal(mean = 1, deviation = 1) @Beta(alpha = 1, beta = 1)
            int layers) {}

    record Primitive(
            Optimizer optimizer,

            @When(parameter = "optimizer", equals = "SGD") @Range(low = 0, high = 1)
            double momentum) {}

    record Typo(
            Optimizer optimizer,

            @When(parameter = "optimiser", equals = "SGD") @Range(low = 0, high = 1)
            Double momentum) {}

    record NoValue(
            Optimizer optimizer,

            @When(parameter = "optimizer", equals = "SGDM") @Range(low = 0, high = 1)
            Double momentum) {}

    record Unordered(
            Optimizer optimizer,

            @When(parameter = "optimizer", less = "SGD") @Range(low = 0, high = 1)
            Double momentum) {}

    record Listed(List<String> names) {}

    record Endless(Endless inner) {}

    record Nothing() {}

    static List<Arguments> wrong() {
        return List.of(
                Arguments.of(
                        Bare.class,
                        "Bare.lr: a number needs @Range(low = ..., high = ...), @Choices or @Fixed, but has none."),
                Arguments.of(BareText.class, "BareText.name: a text needs @Choices({...}) or @Fixed, but has none."),
                Arguments.of(
                        RangeOfText.class,
                        "RangeOfText.name: @Range is for numbers, but the component is String. Maybe @Choices is meant?"),
                Arguments.of(
                        Swapped.class,
                        "Swapped.lr: low < high must hold for 'lr', but got low=1, high=0. Maybe the two are swapped?"),
                Arguments.of(Broken.class, "Broken.layers: high must be a whole number that int holds, but got 2.5."),
                Arguments.of(Large.class, "Large.layers: high must be a whole number that int holds, but got 1.0E10."),
                Arguments.of(NotANumber.class, "NotANumber.layers: @Default must be a whole number, but got \"one\"."),
                Arguments.of(
                        Outside.class, "Outside.layers: the default of 'layers' must be between 1 and 2, but got 3."),
                Arguments.of(
                        Both.class,
                        "Both.layers: must be one of a range, choices and fixed, but got @Range and @Choices."),
                Arguments.of(
                        NoChoice.class,
                        "NoChoice.name: the default of 'name' must be one of [\"a\", \"b\"], but got \"c\"."),
                Arguments.of(
                        NoConstant.class,
                        "NoConstant.optimizer: @Choices must be a constant of Optimizer, but got \"SGP\"; did you mean 'SGD'?"),
                Arguments.of(
                        OrdinalRange.class,
                        "OrdinalRange.layers: @Ordinal and @Weights are for choices, but got @Ordinal."),
                Arguments.of(
                        PriorOfChoices.class,
                        "PriorOfChoices.layers: @Normal and @Beta are for a range, but got @Normal."),
                Arguments.of(TwoPriors.class, "TwoPriors.layers: must have one prior, but got @Normal and @Beta."),
                Arguments.of(
                        Primitive.class,
                        "Primitive.momentum: what has @When must be able to hold nothing, but double cannot. Maybe Double or an Optional is meant?"),
                Arguments.of(
                        Typo.class,
                        "Typo: 'when' of 'momentum': there is no parameter 'optimiser'. Did you mean 'optimizer'?"),
                Arguments.of(
                        NoValue.class,
                        "NoValue.momentum: @When on optimizer must be a constant of Optimizer, but got \"SGDM\"; did you mean 'SGD'?"),
                Arguments.of(
                        Unordered.class,
                        "Unordered: 'when' of 'momentum': 'less' is for numbers and ordinal parameters, but 'optimizer' is neither. Maybe type: ordinal is meant, or a list of the values?"),
                Arguments.of(
                        Listed.class,
                        "Listed.names: a component must be double, int, long, boolean, String, an enum, a record, a box or an Optional of one of these, but got java.util.List<java.lang.String>."),
                Arguments.of(Endless.class, "Endless.inner: a record must not hold itself."),
                Arguments.of(Nothing.class, "Nothing: a space must have at least one parameter, but got none."));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongNamesTheComponentAndTheRule(Class<? extends Record> type, String message) {
        assertThatThrownBy(() -> RecordSpace.of(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
