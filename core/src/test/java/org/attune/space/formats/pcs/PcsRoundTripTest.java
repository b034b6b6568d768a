package org.attune.space.formats.pcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.attune.space.ChoiceParameter;
import org.attune.space.Constant;
import org.attune.space.IllegalConfigurationException;
import org.attune.space.Parameter;
import org.attune.space.RandomSpaces;
import org.attune.space.RandomSpaces.Feature;
import org.attune.space.SearchSpace;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.SpaceFormat;
import org.attune.space.formats.UnsayableException;
import org.junit.jupiter.api.Test;

class PcsRoundTripTest {
    private static final RandomSpaces EVERYTHING = RandomSpaces.all();
    private static final RandomSpaces SAYABLE = RandomSpaces.without(
            Feature.RELATIONS,
            Feature.STEPS,
            Feature.NORMAL_PRIORS,
            Feature.CONFIGSPACE_PRIORS,
            Feature.BETA_PRIORS,
            Feature.WEIGHTS,
            Feature.ODD_CHOICES);

    @Test
    void aSpaceIsTheSameReadBackOrRefused() {
        int said = 0;
        for (SpaceFormat format : List.of(PcsFormat.OLD, PcsFormat.NEW)) {
            for (long seed : RandomSpaces.seeds(150)) {
                said += comesBack(format, EVERYTHING.space(seed), seed) ? 1 : 0;
                for (int size : List.of(1, 2, 3, 5)) {
                    said += comesBack(format, SAYABLE.space(seed, size), seed) ? 1 : 0;
                }
            }
        }
        // Of 1500; most choices have a blank in them, or look like numbers and are texts.
        assertThat(said).isGreaterThan(200);
    }

    private static boolean comesBack(SpaceFormat format, SearchSpace space, long seed) {
        String text;
        try {
            text = format.write(new SpaceDocument(space));
        } catch (UnsayableException e) {
            assertThat(e.what()).as("seed %d", seed).isNotEmpty();
            return false;
        }
        SearchSpace read = format.read(text, "space.pcs").space();
        String context = "seed " + seed + ":\n" + text + "\nof " + space;
        assertThat(byName(read)).as(context).isEqualTo(byName(space));
        assertThat(format.write(new SpaceDocument(read))).as(context).isEqualTo(text);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 60; i++) {
            Map<String, Object> values =
                    new HashMap<>(space.sample(random.split()).values());
            if (i % 3 > 0) {
                Parameter changed =
                        space.parameters().get(random.nextInt(space.parameters().size()));
                values.put(changed.name(), changed.quantile(random.nextDouble()));
                values = i % 3 == 1
                        ? values
                        : new HashMap<>(space.completed(values).values());
            }
            assertThat(verdict(read, values)).as(context + "\n" + values).isEqualTo(verdict(space, values));
        }
        return true;
    }

    /** Their order is the file's; a categorical parameter with one choice is a constant there. */
    private static Map<String, Parameter> byName(SearchSpace space) {
        Map<String, Parameter> parameters = new HashMap<>();
        for (Parameter parameter : space.parameters()) {
            boolean single = parameter instanceof ChoiceParameter choice && !choice.ordered() && choice.size() == 1;
            parameters.put(parameter.name(), single ? new Constant(parameter.name(), parameter.standard()) : parameter);
        }
        return parameters;
    }

    private static Object verdict(SearchSpace space, Map<String, Object> values) {
        try {
            return new TreeSet<>(space.check(values).values().keySet());
        } catch (IllegalConfigurationException e) {
            return e.fault();
        }
    }
}
