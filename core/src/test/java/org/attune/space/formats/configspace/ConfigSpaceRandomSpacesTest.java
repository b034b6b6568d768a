package org.attune.space.formats.configspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.attune.space.RandomSpaces;
import org.attune.space.RandomSpaces.Feature;
import org.attune.space.SearchSpace;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.UnsayableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigSpaceRandomSpacesTest {
    private static final int SPACES = 200;

    /** What hardly a space may have for a version to be able to say it. */
    private static Feature[] beyond(Dialect dialect) {
        Set<Feature> beyond = EnumSet.of(Feature.ACTIVITY, Feature.BETA_PRIORS, Feature.STEPS, Feature.ODD_CHOICES);
        if (dialect != Dialect.V0_7 && dialect.isOld()) {
            Collections.addAll(beyond, Feature.NORMAL_PRIORS, Feature.CONFIGSPACE_PRIORS);
        }
        if (!dialect.isOld()) {
            beyond.add(Feature.NORMAL_PRIORS);
        }
        if (!dialect.isAtLeast(Dialect.V1_1)) {
            beyond.add(Feature.MIXED_CHOICES);
        }
        if (!dialect.isAtLeast(Dialect.V1_2)) {
            Collections.addAll(beyond, Feature.COMPARISONS, Feature.ANY, Feature.RELATIONS);
        }
        return beyond.toArray(Feature[]::new);
    }

    @ParameterizedTest
    @EnumSource
    void meansTheSameWhenReadAgainOrIsRefused(Dialect dialect) {
        assertThat(sayable(RandomSpaces.all(), dialect)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void mostSpacesOfWhatAVersionKnowsCanBeSaid(Dialect dialect) {
        int sayable = sayable(RandomSpaces.without(beyond(dialect)), dialect);
        assertThat(sayable).as("of %d", SPACES).isGreaterThan(SPACES / 2);
    }

    private static int sayable(RandomSpaces spaces, Dialect dialect) {
        int sayable = 0;
        for (long seed : RandomSpaces.seeds(SPACES)) {
            SearchSpace space = spaces.space(seed);
            String text;
            try {
                text = ConfigSpaceWriter.write(new SpaceDocument(space), dialect);
            } catch (UnsayableException e) {
                assertThat(e.what()).as("seed %d", seed).isNotEmpty().allMatch(sentence -> sentence.endsWith("."));
                continue;
            }
            SearchSpace again = ConfigSpaceReader.read(text, "seed " + seed).space();
            assertThat(Meaning.of(again)).as("seed %d", seed).isEqualTo(Meaning.of(space));
            assertThat(ConfigSpaceWriter.write(new SpaceDocument(again), dialect))
                    .as("seed %d", seed)
                    .isEqualTo(text);
            sayable++;
        }
        return sayable;
    }

    @Test
    void isTheSameSpaceWhereNothingMustBeSaidInOtherWords() {
        RandomSpaces spaces = RandomSpaces.without(
                Feature.STEPS, Feature.COMPARISONS, Feature.ACTIVITY, Feature.NORMAL_PRIORS, Feature.ODD_CHOICES);
        for (long seed : RandomSpaces.seeds(SPACES)) {
            SearchSpace space = spaces.space(seed);
            try {
                String text = ConfigSpaceWriter.write(new SpaceDocument(space), Dialect.V1_2);
                SearchSpace again = ConfigSpaceReader.read(text, "seed " + seed).space();
                assertThat(again.parameters()).as("seed %d", seed).isEqualTo(space.parentsFirst());
                assertThat(again.conditions()).as("seed %d", seed).isEqualTo(space.conditions());
                assertThat(new HashSet<>(again.forbidden()))
                        .as("seed %d", seed)
                        .isEqualTo(new HashSet<>(space.forbidden()));
                assertThat(again.forbidden()).hasSameSizeAs(new ArrayList<>(space.forbidden()));
            } catch (UnsayableException e) {
                assertThat(e.what()).as("seed %d", seed).isNotEmpty();
            }
        }
    }
}
