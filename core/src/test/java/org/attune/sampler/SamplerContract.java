package org.attune.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.attune.space.Clause;
import org.attune.space.Comparison;
import org.attune.space.Configuration;
import org.attune.space.FloatParameter;
import org.attune.space.IntegerParameter;
import org.attune.space.RandomSpaces;
import org.attune.space.SearchSpace;
import org.attune.text.IllegalDefinitionException;
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
        CONSTANTS(SearchSpace.builder().constant("a", 1).constant("b", "two").build()),
        CONDITIONAL(SearchSpace.builder()
                .uniform("momentum", 0, 0.99)
                .categorical("optimizer", "sgd", "adam", "lbfgs")
                .categorical("nesterov", true, false)
                .integer("history", 1, 20)
                .logUniform("lr", 1e-5, 1e-1)
                .logUniform("lr2", 1e-5, 1e-1)
                .when("momentum", Clause.equal("optimizer", "sgd"))
                .when("nesterov", Clause.greater("momentum", 0.3))
                .when("history", Clause.equal("optimizer", "lbfgs"))
                .when("lr2", Clause.any(Clause.active("nesterov"), Clause.less("history", 5)))
                .build()),
        CONSTRAINED(SearchSpace.builder()
                .uniform("low", 0, 1)
                .uniform("high", 0, 1)
                .integer("n", 1, 30)
                .ordinal("size", "s", "m", "l")
                .categorical("kind", "a", "b")
                .integer("extra", 1, 30)
                .when("extra", Clause.equal("kind", "b"))
                .forbid(Clause.relate("low", Comparison.GREATER, "high"))
                .forbid(Clause.all(Clause.greater("size", "s"), Clause.greater("n", 10)))
                .forbid(Clause.relate("extra", Comparison.EQUAL, "n"))
                .build()),
        /** One of a thousand draws is allowed. */
        HARDLY_ANYTHING_ALLOWED(SearchSpace.builder()
                .integer("a", 0, 9)
                .integer("b", 0, 9)
                .integer("c", 0, 9)
                .integer("d", 0, 3)
                .categorical("on", true, false)
                .when("d", Clause.equal("on", true))
                .forbid(Clause.relate("a", Comparison.NOT_EQUAL, "b"))
                .forbid(Clause.relate("b", Comparison.NOT_EQUAL, "c"))
                .forbid(Clause.less("c", 8))
                .forbid(Clause.all(Clause.equal("c", 9), Clause.equal("on", false)))
                .build());

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

    /** With four trials open at a time, of which any may end next; only some have results, so that models stay quick. */
    @ParameterizedTest
    @EnumSource(names = {"CONDITIONAL", "CONSTRAINED", "HARDLY_ANYTHING_ALLOWED"})
    void nothingInvalidIsProposedIn10000Trials(Space space) {
        Sampler sampler = create(space.space, SEED);
        RandomGenerator random = Randomness.of(SEED, 2, "losses");
        List<Observation> open = new ArrayList<>();
        for (int trial = 0; trial < 10_000; trial++) {
            Optional<Configuration> proposal = sampler.propose(trial);
            if (proposal.isEmpty()) {
                assertThat(sampler.size()).hasValue(trial);
                return;
            }
            assertLegal(space, proposal.get());
            if (trial < 80 || trial % 60 == 0) {
                open.add(new Observation(trial, proposal.get(), Observation.FULL, random.nextDouble()));
            }
            if (open.size() == 4) {
                sampler.observe(open.remove(random.nextInt(open.size())));
            }
        }
    }

    @Test
    void nothingInvalidIsProposedInRandomSpaces() {
        for (long seed : RandomSpaces.seeds(60)) {
            SearchSpace space = RandomSpaces.all().space(seed);
            Sampler sampler;
            try {
                sampler = create(space, seed);
            } catch (IllegalDefinitionException e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining("combination");
                continue;
            }
            assertThat(run(sampler, Losses.SOME_INFINITE))
                    .as("seed %d, %s", seed, space)
                    .allMatch(result -> space.allows(result.configuration().values()));
        }
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
