package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private static final SearchSpace CHAIN = SearchSpace.builder()
            .uniform("beta", 0, 1)
            .uniform("momentum", 0, 1)
            .categorical("optimizer", "adam", "sgd", "rmsprop")
            .categorical("nesterov", true, false)
            .uniform("lr", 0, 1)
            .when("beta", Clause.equal("optimizer", "adam"))
            .when("momentum", Clause.not("optimizer", "adam"))
            .when("nesterov", Clause.greater("momentum", 0.999999))
            .forbid(Clause.all(Clause.equal("nesterov", true), Clause.greater("lr", 0.000001)))
            .build();

    @Test
    void parentsAreChosenSoThatWhatIsGivenIsActive() {
        Configuration proposal = CHAIN.check(Map.of("optimizer", "adam", "beta", 0.9, "lr", 0.5));
        Configuration completed =
                of(CHAIN, Map.of("nesterov", true), proposal, 1).orElseThrow();
        assertThat(completed.values())
                .containsKeys("momentum", "optimizer", "lr")
                .containsEntry("nesterov", true);
        assertThat(completed.number("momentum")).isGreaterThan(0.999999);
        assertThat(completed.number("lr")).isLessThanOrEqualTo(0.000001);
        assertThat(of(CHAIN, Map.of("nesterov", false), proposal, 1)
                        .orElseThrow()
                        .number("lr"))
                .isEqualTo(0.5);
    }

    @Test
    void whatIsLeftOpenIsTheProposals() {
        Configuration proposal = CHAIN.check(Map.of("optimizer", "sgd", "momentum", 0.25, "lr", 0.5));
        assertThat(of(CHAIN, Map.of("lr", 0.1), proposal, 1)).hasValue(proposal.with(Map.of("lr", 0.1)));
        assertThat(of(CHAIN, Map.of("optimizer", "rmsprop"), proposal, 1))
                .hasValue(proposal.with(Map.of("optimizer", "rmsprop")));
        assertThat(of(CHAIN, Map.of("optimizer", "adam"), proposal, 1)
                        .orElseThrow()
                        .values())
                .containsOnlyKeys("beta", "optimizer", "lr")
                .containsEntry("lr", 0.5);
    }

    @Test
    void whatExcludesEachOtherIsNotCompletedAndNamed() {
        Map<String, Object> given = Map.of("beta", 0.5, "momentum", 0.5);
        assertThat(new Completion(CHAIN, given).standard()).isEmpty();
        assertThat(new Completion(CHAIN, given).excludes("beta")).isTrue();
        assertThat(new Completion(CHAIN, given).excludes("momentum")).isTrue();
        assertThat(new Completion(CHAIN, Map.of("lr", 0.5, "nesterov", false)).excludes("nesterov"))
                .isFalse();
        assertThat(new Completion(CHAIN, Map.of("optimizer", "adam", "nesterov", false)).excludes("nesterov"))
                .isTrue();
    }

    @Test
    void anyPartOfAnAllowedConfigurationIsCompleted() {
        int completed = 0;
        int all = 0;
        for (long seed : RandomSpaces.seeds(200)) {
            SearchSpace space = RandomSpaces.all().space(seed);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 5; i++) {
                Configuration whole = space.sample(random);
                Map<String, Object> given = part(whole, seed + i);
                Optional<Configuration> found = of(space, given, space.sample(random), seed);
                all++;
                completed += found.isPresent() ? 1 : 0;
                found.ifPresent(configuration -> {
                    assertThat(space.check(configuration.values())).isEqualTo(configuration);
                    assertThat(configuration.values()).as("seed %d", seed).containsAllEntriesOf(given);
                });
                for (String name : given.keySet()) {
                    assertThat(new Completion(space, given).excludes(name))
                            .as("seed %d, %s of %s", seed, name, given)
                            .isFalse();
                }
                assertThat(of(space, given, whole, seed)).as("seed %d", seed).hasValue(whole);
            }
        }
        assertThat(completed).isGreaterThan(all * 99 / 100);
    }

    private static Optional<Configuration> of(
            SearchSpace space, Map<String, Object> given, Configuration proposal, long seed) {
        return new Completion(space, given).of(proposal, new SplittableRandom(seed));
    }

    private static Map<String, Object> part(Configuration whole, long seed) {
        List<String> names = new ArrayList<>(whole.values().keySet());
        Collections.shuffle(names, new Random(seed));
        Map<String, Object> part = new LinkedHashMap<>();
        names.subList(0, (int) (1 + seed % 4) * names.size() / 5).forEach(name -> part.put(name, whole.get(name)));
        return part;
    }
}
