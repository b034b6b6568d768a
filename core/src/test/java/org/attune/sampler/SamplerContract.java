package org.attune.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.attune.space.Configuration;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.SearchSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every sampler does; a new one runs these tests by one small subclass. */
abstract class SamplerContract {
    private static final long SEED = 17;
    private static final int TRIALS = 40;

    /** A new sampler over the space. */
    abstract Sampler create(SearchSpace space, long seed);

    enum Space {
        EVERYTHING(SearchSpace.builder()
                .logUniform("lr", 1e-5, 1e-1)
                .uniform("momentum", 0, 0.99)
                .add(new FloatParameter("dropout", 0, 0.5, false, 0.1))
                .integer("layers", 1, 6)
                .add(new IntegerParameter("width", 16, 4096, true, 16))
                .categorical("optimizer", "sgd", "adam", List.of(1, "nested"))
                .ordinal("size", "small", "middle", "large")
                .constant("version", 3)
                .build()),
        ONE_FLOAT(SearchSpace.builder().uniform("x", -1, 1).build()),
        ONE_INTEGER(SearchSpace.builder().integer("n", 0, 100).build()),
        ONE_CATEGORY(SearchSpace.builder().categorical("c", "a", "b").build()),
        HUGE_CATEGORY(SearchSpace.builder()
                .categorical("c", IntStream.range(0, 5000).boxed().toArray())
                .uniform("x", 0, 1)
                .build()),
        CHOICE_WITHOUT_ALTERNATIVE(SearchSpace.builder()
                .categorical("c", "only")
                .uniform("x", 0, 1)
                .build()),
        CONSTANTS(SearchSpace.builder().constant("a", 1).constant("b", "two").build());

        final SearchSpace space;

        Space(SearchSpace space) {
            this.space = space;
        }
    }

    enum Losses {
        RANDOM(RandomGenerator::nextDouble),
        EQUAL(random -> 1),
        SOME_INFINITE(random -> random.nextDouble() < 0.4 ? Double.POSITIVE_INFINITY : random.nextDouble()),
        ALL_INFINITE(random -> Double.POSITIVE_INFINITY),
        FAR_APART(random -> (random.nextDouble() - 0.5) * Double.MAX_VALUE);

        final ToDoubleFunction<RandomGenerator> next;

        Losses(ToDoubleFunction<RandomGenerator> next) {
            this.next = next;
        }
    }

    @ParameterizedTest
    @EnumSource
    void proposalsAreLegalInEverySpace(Space space) {
        assertThat(run(create(space.space, SEED), Losses.RANDOM))
                .allSatisfy(result -> assertLegal(space, result.configuration()));
    }

    @ParameterizedTest
    @EnumSource
    void proposalsAreLegalWhateverTheLosses(Losses losses) {
        assertThat(run(create(Space.EVERYTHING.space, SEED), losses))
                .isNotEmpty()
                .allSatisfy(result -> assertLegal(Space.EVERYTHING, result.configuration()));
    }

    @ParameterizedTest
    @EnumSource
    void aSamplerMadeAnewProposesTheSame(Space space) {
        Sampler first = create(space.space, SEED);
        List<Observation> observations = run(first, Losses.SOME_INFINITE);
        Sampler second = create(space.space, SEED);
        observations.forEach(second::observe);
        assertThat(proposals(second, IntStream.range(0, 2 * TRIALS)))
                .isEqualTo(proposals(first, IntStream.range(0, 2 * TRIALS)));
    }

    @ParameterizedTest
    @EnumSource
    void proposalsDoNotDependOnTheOrderOrNumberOfCalls(Space space) {
        Sampler sampler = create(space.space, SEED);
        run(sampler, Losses.RANDOM);
        var forward = proposals(sampler, IntStream.range(0, TRIALS));
        var backward = proposals(sampler, IntStream.range(0, TRIALS).map(i -> TRIALS - 1 - i));
        Collections.reverse(backward);
        assertThat(backward).isEqualTo(forward);
    }

    @Test
    void askingBetweenObservationsChangesNothing() {
        Sampler asked = create(Space.EVERYTHING.space, SEED);
        List<Observation> observations = run(asked, Losses.RANDOM);
        Sampler curious = create(Space.EVERYTHING.space, SEED);
        for (Observation observation : observations) {
            curious.observe(observation);
            curious.propose(observation.trial() * 7);
        }
        assertThat(curious.propose(TRIALS)).isEqualTo(asked.propose(TRIALS));
    }

    @Test
    void resultsAtSeveralBudgetsAreTakenInAnyOrder() {
        Sampler sampler = create(Space.EVERYTHING.space, SEED);
        RandomGenerator random = Randomness.of(SEED, 1, "budgets");
        List<Observation> first = run(sampler, Losses.RANDOM);
        for (int budget : new int[] {27, 3, 9}) {
            for (Observation observation : first.subList(0, TRIALS - budget)) {
                sampler.observe(
                        new Observation(observation.trial(), observation.configuration(), budget, random.nextDouble()));
            }
        }
        sampler.propose(TRIALS).ifPresent(configuration -> assertLegal(Space.EVERYTHING, configuration));
    }

    @Test
    void aKnownSizeIsTheNumberOfProposals() {
        SearchSpace space = SearchSpace.builder()
                .categorical("a", 1, 2, 3)
                .categorical("b", 1, 2)
                .build();
        Sampler sampler = create(space, SEED);
        sampler.size().ifPresent(size -> {
            assertThat(sampler.propose((int) size - 1)).isPresent();
            assertThat(sampler.propose((int) size)).isEmpty();
        });
    }

    private static List<Observation> run(Sampler sampler, Losses losses) {
        RandomGenerator random = Randomness.of(SEED, 0, "losses");
        List<Observation> observations = new ArrayList<>();
        for (int trial = 0; trial < TRIALS; trial++) {
            Optional<Configuration> proposal = sampler.propose(trial);
            if (proposal.isPresent()) {
                var observation =
                        new Observation(trial, proposal.get(), Observation.FULL, losses.next.applyAsDouble(random));
                sampler.observe(observation);
                observations.add(observation);
            }
        }
        return observations;
    }

    private static List<Optional<Configuration>> proposals(Sampler sampler, IntStream trials) {
        return new ArrayList<>(trials.mapToObj(sampler::propose).toList());
    }

    private static void assertLegal(Space space, Configuration configuration) {
        assertThat(space.space.check(configuration.values())).isEqualTo(configuration);
    }
}
