package org.attune.space;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.attune.text.IllegalDefinitionException;

/**
 * Spaces drawn at random, the same for the same seed, in which something is allowed. A test that uses one names its seed:
 *
 * <pre>
 * for (long seed : RandomSpaces.seeds(50)) {
 *     SearchSpace space = RandomSpaces.without(Feature.RELATIONS).space(seed);
 *     assertThat(...).as("seed %d", seed)...
 * }
 * </pre>
 */
public final class RandomSpaces {

    /** What a space may have beside plain ranges and choices. */
    public enum Feature {
        CONDITIONS,
        FORBIDDEN,
        /** Forbidden clauses that compare two parameters. */
        RELATIONS,
        /** In conditions and clauses: one of some holds. */
        ANY,
        /** In conditions and clauses: comparisons by order, and {@code !=}. */
        COMPARISONS,
        /** In conditions and clauses: whether a parameter is active. */
        ACTIVITY,
        STEPS,
        LOGARITHMS,
        NORMAL_PRIORS,
        CONFIGSPACE_PRIORS,
        BETA_PRIORS,
        WEIGHTS,
        DEFAULTS,
        ORDINALS,
        CONSTANTS,
        /** Choices that are neither texts nor whole numbers. */
        ODD_CHOICES,
        /** Texts and numbers among the choices of one parameter. */
        MIXED_CHOICES,
        /** Names with dots. */
        GROUPS
    }

    private static final int TRIES = 100;

    private final Set<Feature> features;

    private RandomSpaces(Set<Feature> features) {
        this.features = features;
    }

    /** Spaces that may have everything. */
    public static RandomSpaces all() {
        return new RandomSpaces(EnumSet.allOf(Feature.class));
    }

    public static RandomSpaces without(Feature... features) {
        Set<Feature> left = EnumSet.allOf(Feature.class);
        left.removeAll(List.of(features));
        return new RandomSpaces(left);
    }

    public static long[] seeds(int count) {
        return LongStream.range(20261125, 20261125 + count).toArray();
    }

    /** A space of 1 to 60 parameters, more often a small than a large one. */
    public SearchSpace space(long seed) {
        return space(seed, (int) StrictMath.exp(new SplittableRandom(seed).nextDouble() * StrictMath.log(60.999)));
    }

    public SearchSpace space(long seed, int size) {
        SplittableRandom random = new SplittableRandom(31 * seed + size);
        RandomParameters parameters = new RandomParameters(random, features);
        RandomClauses clauses = new RandomClauses(random, features);
        List<Parameter> drawn = new ArrayList<>();
        SpaceBuilder builder = SearchSpace.builder();
        for (int i = 0; i < size; i++) {
            Parameter parameter = parameters.next(i);
            builder.add(parameter);
            if (i > 0 && features.contains(Feature.CONDITIONS) && random.nextDouble() < 0.4) {
                // Most look at what came just before, so that chains grow.
                List<Parameter> parents = random.nextDouble() < 0.6 ? drawn.subList(Math.max(0, i - 2), i) : drawn;
                builder.when(parameter.name(), clauses.condition(parents));
            }
            drawn.add(parameter);
        }
        SearchSpace space = builder.build();
        int wanted = features.contains(Feature.FORBIDDEN) ? random.nextInt(2 + size / 5) : 0;
        for (int i = 0; i < wanted; i++) {
            Clause clause = clauses.forbidden(drawn);
            SplittableRandom draws = random.split();
            try {
                SearchSpace narrower = forbidding(space, clause);
                space = allowsSomething(narrower, draws) ? narrower : space;
            } catch (IllegalDefinitionException e) {
                // Nothing would be left.
            }
        }
        return space;
    }

    /** The space with one more forbidden clause. */
    static SearchSpace forbidding(SearchSpace space, Clause clause) {
        SpaceBuilder builder = SearchSpace.builder();
        space.parameters().forEach(builder::add);
        space.conditions().forEach(builder::when);
        space.forbidden().forEach(builder::forbid);
        return builder.forbid(clause).build();
    }

    private static boolean allowsSomething(SearchSpace space, SplittableRandom random) {
        return IntStream.range(0, TRIES).anyMatch(i -> !space.isForbidden(naiveDraw(space, random)));
    }

    /** What the distribution of samples is defined by: each parameter drawn by itself, inactive ones dropped; it may be forbidden. */
    static Object[] naiveDraw(SearchSpace space, SplittableRandom random) {
        Object[] values = new Object[space.parameters().size()];
        for (int at : space.order()) {
            Object value = space.parameters().get(at).quantile(random.nextDouble());
            values[at] = space.isActive(at, values) ? value : Compiled.ABSENT;
        }
        return values;
    }
}
