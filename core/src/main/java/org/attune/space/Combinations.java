package org.attune.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.attune.text.IllegalDefinitionException;

/**
 * The grid of a space, by numbers from 0: all choices, and of a range so many levels, in every combination that is allowed. No two are equal: a parameter that is not active does not vary. The
 * parameter that was declared last varies fastest; a parent comes before its children, wherever it was declared.
 *
 * <p>Takes no memory that grows with the grid. Combinations are computed from their numbers where only parameters follow that no condition and no clause speaks of;
 * what comes before those is walked, from where the last call was. One thread uses it at a time.
 */
public final class Combinations {
    /** About a tenth of a second. */
    private static final long COUNTED = 1_000_000;
    /** About ten seconds. */
    private static final long SEARCHED = 100_000_000;

    private static final long MANY = Long.MAX_VALUE;

    private final SearchSpace space;
    private final List<GridAxis> axes = new ArrayList<>();
    private final Dependence dependence;
    private final int[] walked;
    private final int[] computed;
    private final OptionalLong count;

    private Walk walk;
    /** Combinations before those of the walk's last find, and how many it has itself. */
    private long passed;

    private long here;

    private Combinations(SearchSpace space, int levels, Map<String, Integer> levelsOf) {
        this.space = space;
        levelsOf.keySet().forEach(name -> mustBeRange(space.parameter(name)));
        for (Parameter parameter : space.parameters()) {
            int wanted = levelsOf.getOrDefault(parameter.name(), levels);
            if (wanted < 0) {
                throw new IllegalArgumentException("the levels of '" + parameter.name()
                        + "' must be at least 1, or 0 for all values, but got " + wanted + ".");
            }
            axes.add(GridAxis.of(parameter, wanted));
        }
        dependence = new Dependence(space);
        int[] order = dependence.order();
        int last = order.length;
        while (last > 0 && !dependence.isDecisive(order[last - 1])) {
            last--;
        }
        walked = Arrays.copyOfRange(order, 0, last);
        computed = Arrays.copyOfRange(order, last, order.length);
        count = countAll();
    }

    /**
     * @param levels of each range; 1 means its middle, 0 all its values
     * @param levelsOf the same for single ranges
     * @throws IllegalArgumentException if a number of levels is missing or negative, or is set for something that is no range
     * @throws IllegalDefinitionException if no combination is allowed
     */
    public static Combinations of(SearchSpace space, int levels, Map<String, Integer> levelsOf) {
        Combinations combinations = new Combinations(space, levels, levelsOf);
        combinations.restart();
        return combinations;
    }

    /** How many configurations a space has, if that is quickly found; empty also for a continuum, and if there are 2^63 or more. */
    public static OptionalLong count(SearchSpace space) {
        if (space.parameters().stream().anyMatch(parameter -> parameter.size() == Long.MAX_VALUE)) {
            return OptionalLong.empty();
        }
        try {
            return new Combinations(space, 0, Map.of()).count();
        } catch (IllegalDefinitionException e) {
            return OptionalLong.of(0);
        }
    }

    /** How many there are, if that is quickly found; empty also if it is 2^63 or more. */
    public OptionalLong count() {
        return count;
    }

    /** The combination of a number; empty if there are not so many. Numbers that rise from call to call are quickest. */
    public Optional<Configuration> at(long number) {
        if (number < passed) {
            restart();
        }
        while (number - passed >= here) {
            if (here == 0) {
                return Optional.empty();
            }
            passed += here;
            here = step(Long.MAX_VALUE) ? product(computed) : 0;
        }
        Object[] values = walk.values().clone();
        long rest = number - passed;
        for (int i = computed.length - 1; i >= 0; i--) {
            int at = computed[i];
            if (space.isActive(at, values)) {
                GridAxis axis = axes.get(at);
                values[at] = axis.value().apply(rest % axis.size());
                rest /= axis.size();
            } else {
                values[at] = Compiled.ABSENT;
            }
        }
        return Optional.of(space.configuration(values));
    }

    private void restart() {
        walk = new Walk(space, axes, walked, new boolean[axes.size()]);
        passed = 0;
        if (!step(SEARCHED)) {
            throw nothing(space.forbidden());
        }
        here = product(computed);
    }

    private boolean step(long mostSteps) {
        try {
            return walk.next(mostSteps);
        } catch (Walk.TooLong e) {
            throw new IllegalDefinitionException(
                    "levels",
                    "among the first " + mostSteps + " combinations of the grid none is allowed.",
                    "Maybe fewer levels, or another sampler?");
        }
    }

    private OptionalLong countAll() {
        long product = 1;
        for (int[] group : dependence.groups()) {
            long size = countGroup(group);
            if (size == 0) {
                Set<String> names = IntStream.of(group)
                        .mapToObj(at -> space.parameters().get(at).name())
                        .collect(Collectors.toSet());
                throw nothing(space.forbidden().stream()
                        .filter(clause -> names.containsAll(clause.parameters()))
                        .toList());
            }
            product = times(product, size);
        }
        return product == MANY ? OptionalLong.empty() : OptionalLong.of(product);
    }

    /** The number of combinations of parameters that have to do with one another; {@link #MANY} if it is not quickly found. */
    private long countGroup(int[] group) {
        int[] deciding = IntStream.of(group).filter(dependence::isDecisive).toArray();
        int[] rest =
                IntStream.of(group).filter(at -> !dependence.isDecisive(at)).toArray();
        Walk all = new Walk(space, axes, deciding, new boolean[axes.size()]);
        long sum = 0;
        try {
            while (all.next(COUNTED)) {
                long more = product(rest, all.values());
                sum = more > MANY - sum ? MANY : sum + more;
            }
        } catch (Walk.TooLong e) {
            return MANY;
        }
        return sum;
    }

    private static IllegalDefinitionException nothing(List<Clause> clauses) {
        return new IllegalDefinitionException(
                "levels",
                "each combination of the grid is forbidden: "
                        + clauses.stream().map(Clause::toString).collect(Collectors.joining("; ")) + ".",
                "Maybe more levels?");
    }

    private long product(int[] numbers) {
        return product(numbers, walk.values());
    }

    private long product(int[] numbers, Object[] values) {
        long product = 1;
        for (int at : numbers) {
            product = times(product, space.isActive(at, values) ? axes.get(at).size() : 1);
        }
        return product;
    }

    private static long times(long a, long b) {
        return b > MANY / a ? MANY : a * b;
    }

    private static void mustBeRange(Parameter parameter) {
        if (!(parameter instanceof NumberParameter)) {
            throw new IllegalArgumentException("levels are for ranges, but got levels for '" + parameter.name()
                    + "', of which a grid tries every value. Maybe leave it out?");
        }
    }
}
