package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.Map;
import java.util.SplittableRandom;
import org.attune.text.IllegalDefinitionException;
import org.junit.jupiter.api.Test;

class TranslationTest {
    private static final Configuration OLD = configuration(Map.of("lr", 0.01, "optimizer", "adam", "layers", 3));

    @Test
    void aConfigurationOfTheSpaceItselfStaysWhatItIs() {
        for (long seed : RandomSpaces.seeds(50)) {
            SearchSpace space = RandomSpaces.all().space(seed);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 20; i++) {
                Configuration sample = space.sample(random);
                assertThat(new Translation(space).of(sample))
                        .as("seed %d", seed)
                        .contains(sample);
                assertThat(new Translation(space).completed(sample)).isEqualTo(sample);
            }
        }
    }

    @Test
    void whatComesOutIsAlwaysAConfigurationOfTheSpace() {
        int translated = 0;
        for (long seed : RandomSpaces.seeds(50)) {
            SearchSpace from = RandomSpaces.all().space(seed, 8);
            SpaceBuilder half = SearchSpace.builder();
            for (int i = 0; i < 8; i += 2) {
                half.add(from.parameters().get(i));
            }
            SearchSpace to = half.build();
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 20; i++) {
                var there = new Translation(to).of(from.sample(random));
                there.ifPresent(found ->
                        assertThat(to.check(found.values())).as("seed %d", seed).isEqualTo(found));
                translated += there.isPresent() ? 1 : 0;
            }
        }
        assertThat(translated).isPositive();
    }

    @Test
    void aNewParameterHasTheValueThatWasInForceBeforeIt() {
        SearchSpace space =
                base().uniform("momentum", 0, 0.99).before("momentum", 0.9).build();

        assertThat(new Translation(space).of(OLD)).contains(OLD.with(Map.of("momentum", 0.9)));
        assertThat(new Translation(space).completed(OLD)).isEqualTo(OLD.with(Map.of("momentum", 0.9)));
    }

    @Test
    void withoutItNoOldConfigurationMakesSense() {
        SearchSpace space = base().uniform("momentum", 0, 0.99).build();

        assertThat(new Translation(space).of(OLD)).isEmpty();
        assertThat(new Translation(space).completed(OLD)).isEqualTo(OLD);
        assertThatThrownBy(() -> new Translation(space).check(OLD))
                .hasMessage("the configuration lacks a value for 'momentum'.");
    }

    @Test
    void aNewParameterOfOneValueNeedsNoOther() {
        SearchSpace space = base().constant("epochs", 10).build();

        assertThat(new Translation(space).of(OLD)).contains(OLD.with(Map.of("epochs", 10)));
    }

    @Test
    void aNewParameterThatIsNotActiveIsNotAskedFor() {
        SearchSpace space = base().uniform("momentum", 0, 0.99)
                .when("momentum", Clause.equal("optimizer", "sgd"))
                .build();

        assertThat(new Translation(space).of(OLD)).contains(OLD);
    }

    @Test
    void valuesOfWhatIsGoneOrNotActiveAnyMoreAreDropped() {
        SearchSpace space = SearchSpace.builder()
                .logUniform("lr", 1e-4, 1)
                .categorical("optimizer", "adam", "sgd")
                .build();
        SearchSpace conditional =
                base().when("layers", Clause.equal("optimizer", "sgd")).build();
        Configuration rest = configuration(Map.of("lr", 0.01, "optimizer", "adam"));

        assertThat(new Translation(space).of(OLD)).contains(rest);
        assertThat(new Translation(conditional).of(OLD)).contains(rest);
        assertThat(new Translation(space).completed(OLD)).isEqualTo(OLD);
    }

    @Test
    void aValueThatIsNotLegalAnyMoreMakesNoSense() {
        Translation narrower = new Translation(SearchSpace.builder()
                .logUniform("lr", 0.1, 1)
                .categorical("optimizer", "adam", "sgd")
                .ordinal("layers", 2, 3)
                .build());
        Translation other = new Translation(
                SearchSpace.builder().categorical("optimizer", "sgd", "lion").build());

        assertThat(narrower.of(OLD)).isEmpty();
        assertThat(narrower.completed(OLD)).isEqualTo(OLD);
        assertThat(other.of(OLD)).isEmpty();
    }

    @Test
    void whatIsForbiddenNowMakesNoSense() {
        SearchSpace space = base().forbid(Clause.all(Clause.equal("optimizer", "adam"), Clause.greater("layers", 2)))
                .build();

        assertThat(new Translation(space).of(OLD)).isEmpty();
    }

    @Test
    void valuesTakeTheFormOfTheNewParameter() {
        SearchSpace space = SearchSpace.builder().uniform("layers", 0, 10).build();

        assertThat(new Translation(space).of(OLD)).contains(new Configuration(Map.of("layers", 3.0)));
    }

    @Test
    void theValueBeforeMustBeOneOfTheParameter() {
        SpaceBuilder illegal = base().before("layers", 9);
        SpaceBuilder unknown = base().before("lears", 2);

        assertThatThrownBy(illegal::build)
                .isInstanceOf(IllegalDefinitionException.class)
                .hasMessage("'before' of 'layers' must be between 1 and 8, but got 9.");
        assertThatThrownBy(unknown::build).hasMessage("there is a 'before' for 'lears', but no such parameter.");
    }

    private static SpaceBuilder base() {
        return SearchSpace.builder()
                .logUniform("lr", 1e-4, 1)
                .categorical("optimizer", "adam", "sgd")
                .integer("layers", 1, 8);
    }

    private static Configuration configuration(Map<String, Object> values) {
        return new Configuration(values);
    }

    @Test
    void aParentOfWhichTheValueIsNullHasAValueLikeOthers() {
        SearchSpace space = SearchSpace.builder()
                .categorical("schedule", null, "cosine")
                .uniform("decay", 0, 1)
                .when(Clause.equal("schedule", null))
                .before("decay", 0.25)
                .build();
        Configuration old = configuration(Collections.singletonMap("schedule", null));

        assertThat(new Translation(space).completed(old)).isEqualTo(old.with(Map.of("decay", 0.25)));
        assertThat(new Translation(space).of(old)).contains(old.with(Map.of("decay", 0.25)));
    }
}
