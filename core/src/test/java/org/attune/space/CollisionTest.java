package org.attune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.attune.space.RandomSpaces.Feature;
import org.junit.jupiter.api.Test;

/** Proofs beside the enumeration of all configurations. */
class CollisionTest {

    @Test
    void whatIsCalledInfeasibleIsAndEachClauseNamedIsNeeded() {
        int infeasible = 0;
        for (long seed : RandomSpaces.seeds(200)) {
            SearchSpace space = finite(seed);
            Feasibility feasibility = Feasibility.of(space);

            assertThat(feasibility.isExact()).as("seed %d, %s", seed, space).isTrue();
            assertThat(feasibility.forbidden())
                    .as("seed %d, %s", seed, space)
                    .isEqualTo(1 - allowedShare(space), within(1e-9));
            assertThat(feasibility.isInfeasible())
                    .as("seed %d, %s", seed, space)
                    .isEqualTo(!allowsAnything(space, space.forbidden()));
            for (Clause clause : feasibility.collision()) {
                List<Clause> others = new ArrayList<>(feasibility.collision());
                others.remove(clause);
                assertThat(allowsAnything(space, others))
                        .as("seed %d, without %s of %s", seed, clause, feasibility.collision())
                        .isTrue();
            }
            assertThat(feasibility.isInfeasible() && allowsAnything(space, feasibility.collision()))
                    .as("seed %d, %s", seed, feasibility.collision())
                    .isFalse();
            infeasible += feasibility.isInfeasible() ? 1 : 0;
        }
        assertThat(infeasible).isBetween(50, 150);
    }

    @Test
    void whatCanNeverBeActiveIsNamedAndNothingElse() {
        for (long seed : RandomSpaces.seeds(120)) {
            SearchSpace space = finite(seed);
            if (allowsAnything(space, space.forbidden())) {
                List<String> never = space.parameters().stream()
                        .map(Parameter::name)
                        .filter(name -> {
                            List<Clause> clauses = new ArrayList<>(space.forbidden());
                            clauses.add(Clause.inactive(name));
                            return space.conditions().containsKey(name) && !allowsAnything(space, clauses);
                        })
                        .toList();
                assertThat(Feasibility.of(space).neverActive())
                        .as("seed %d, %s", seed, space)
                        .isEqualTo(never);
            }
        }
    }

    @Test
    void aHundredClausesOfWhichTwoCollideAreToldApart() {
        SpaceBuilder builder = SearchSpace.builder().uniform("x", 0, 1);
        for (int i = 0; i < 50; i++) {
            builder.integer("n" + i, 1, 1000);
            builder.forbid(Clause.all(Clause.greater("n" + i, 500), Clause.greater("x", i / 50.0)));
            builder.forbid(Clause.relate("n" + i, Comparison.LESS, "x"));
        }
        builder.forbid(Clause.greater("x", 0.25));
        builder.forbid(new Clause.Compare("x", Comparison.AT_MOST, 0.3));

        assertThatThrownBy(builder::build)
                .hasMessageContaining(
                        "no configuration is left when all of these are forbidden: 'x > 0.25', 'x <= 0.3'.");
    }

    /** Few values, and so many clauses that often nothing is left. */
    private static SearchSpace finite(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomParameters parameters = new RandomParameters(random, EnumSet.allOf(Feature.class));
        RandomClauses clauses = new RandomClauses(random, EnumSet.allOf(Feature.class));
        List<Parameter> drawn = new ArrayList<>();
        Map<String, Clause> conditions = new LinkedHashMap<>();
        while (drawn.size() < 4) {
            Parameter parameter = parameters.next(drawn.size());
            if (parameter.size() <= 6) {
                if (!drawn.isEmpty() && random.nextDouble() < 0.5) {
                    conditions.put(parameter.name(), clauses.condition(drawn));
                }
                drawn.add(parameter);
            }
        }
        List<Clause> forbidden = Stream.generate(() -> clauses.forbidden(drawn))
                .limit(3 + random.nextInt(8))
                .distinct()
                .toList();
        return new SearchSpace(drawn, conditions, forbidden, Map.of());
    }

    private static boolean allowsAnything(SearchSpace space, List<Clause> clauses) {
        return combinations(space).stream()
                .anyMatch(values -> clauses.stream()
                        .noneMatch(clause -> space.compiled(clause).holds(activeOf(space, values))));
    }

    private static double allowedShare(SearchSpace space) {
        double allowed = 0;
        for (Object[] values : combinations(space)) {
            if (!space.isForbidden(activeOf(space, values))) {
                double share = 1;
                for (int i = 0; i < values.length; i++) {
                    Domain domain = new Domain(space.parameters().get(i));
                    share *= domain.width(domain.place(values[i]), domain.place(values[i]));
                }
                allowed += share;
            }
        }
        return allowed;
    }

    private static Object[] activeOf(SearchSpace space, Object[] values) {
        Object[] active = new Object[values.length];
        for (int i : space.order()) {
            active[i] = space.isActive(i, active) ? values[i] : Compiled.ABSENT;
        }
        return active;
    }

    private static List<Object[]> combinations(SearchSpace space) {
        List<Object[]> combinations = List.<Object[]>of(new Object[0]);
        for (Parameter parameter : space.parameters()) {
            Domain domain = new Domain(parameter);
            List<Object[]> longer = new ArrayList<>();
            for (Object[] shorter : combinations) {
                for (double place = domain.first(); place <= domain.last(); place = domain.after(place)) {
                    Object[] values = Arrays.copyOf(shorter, shorter.length + 1);
                    values[shorter.length] = domain.value(place);
                    longer.add(values);
                }
            }
            combinations = longer;
        }
        return combinations;
    }
}
