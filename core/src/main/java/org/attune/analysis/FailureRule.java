package org.attune.analysis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.attune.study.Trial;
import org.attune.text.Json;

/**
 * A rule on one parameter that sets trials that failed equally apart from those that got a result: {@code name >= number}, {@code name <= number},
 * {@code name = value} or, where values are no numbers, {@code name in [a, b]} with up to three; {@code name is not active} where none of the failures has a value.
 *
 * <p>It holds for all the failures, and for at most one in twenty of the others, since a few may get by. Among few trials so simple a rule is easily found
 * by chance: were the failures strewn at random, all g of them would lie among the g + e trials for which it holds, of n in all, with probability
 * C(g + e, g) / C(n, g). That, times the number of rules of its form there are (Bonferroni's bound), must be below 1 %. So in a space of four
 * numbers five failures need eight trials with a result beside them, and without any such trial nothing is ever said.
 *
 * @param chance natural logarithm of that product
 */
record FailureRule(String text, double chance) {
    private static final double SIGNIFICANT = Math.log(0.01);
    private static final int MOST_VALUES = 3;

    /** In place of the value of a parameter that is not active. */
    private static final Object INACTIVE = new Object();

    private static final int GOOD_FOR_AN_EXCEPTION = 20;

    /** The rule that chance explains worst, if there is one; of equals that of the first parameter. */
    static Optional<FailureRule> find(List<Trial> failed, List<Trial> good) {
        Set<String> names = new LinkedHashSet<>();
        Stream.of(failed, good)
                .flatMap(List::stream)
                .forEach(trial -> names.addAll(trial.configuration().values().keySet()));
        FailureRule best = null;
        for (String name : names) {
            for (FailureRule rule : new Search(name, names.size(), values(failed, name), values(good, name)).rules()) {
                if (rule.chance < (best == null ? SIGNIFICANT : best.chance - 1e-9)) {
                    best = rule;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private static List<Object> values(List<Trial> trials, String name) {
        return trials.stream()
                .map(trial -> trial.configuration().values().getOrDefault(name, INACTIVE))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The rules on one parameter that hold for all failures and few others. */
    private record Search(String name, int parameters, List<Object> failed, List<Object> good) {

        List<FailureRule> rules() {
            if (failed.contains(INACTIVE)) {
                return failed.stream().allMatch(INACTIVE::equals)
                        ? rule(INACTIVE::equals, 2, " is not active").stream().toList()
                        : List.of();
            }
            boolean numbers = Stream.of(failed, good)
                    .flatMap(List::stream)
                    .filter(value -> value != INACTIVE)
                    .allMatch(Number.class::isInstance);
            Stream<Optional<FailureRule>> found =
                    numbers ? Stream.of(atLeast(), atMost(), in(1)) : Stream.of(in(MOST_VALUES));
            return found.flatMap(Optional::stream).toList();
        }

        private Optional<FailureRule> atLeast() {
            double least = numbers(failed).min().orElseThrow();
            double below = numbers(good).filter(value -> value < least).max().orElse(Double.NEGATIVE_INFINITY);
            return rule(
                    value -> value != INACTIVE && number(value) >= least,
                    2,
                    " >= " + Numbers.simplestDown(below, least));
        }

        private Optional<FailureRule> atMost() {
            double most = numbers(failed).max().orElseThrow();
            double above = numbers(good).filter(value -> value > most).min().orElse(Double.POSITIVE_INFINITY);
            return rule(
                    value -> value != INACTIVE && number(value) <= most, 2, " <= " + Numbers.simplestUp(most, above));
        }

        private Optional<FailureRule> in(int most) {
            Set<Object> values = new LinkedHashSet<>(failed);
            if (values.size() > most) {
                return Optional.empty();
            }
            Set<Object> all = new LinkedHashSet<>(values);
            all.addAll(good);
            all.remove(INACTIVE);
            double choices = Math.exp(logCombinations(all.size(), values.size()));
            String text = values.stream()
                    .map(value -> value instanceof String string ? string : Json.text(value))
                    .collect(Collectors.joining(", "));
            return rule(values::contains, choices, values.size() == 1 ? " = " + text : " in [" + text + "]");
        }

        private Optional<FailureRule> rule(Predicate<Object> holds, double ofItsForm, String text) {
            int g = failed.size();
            int exceptions = (int) good.stream().filter(holds).count();
            if (exceptions > good.size() / GOOD_FOR_AN_EXCEPTION) {
                return Optional.empty();
            }
            double chance = logCombinations(g + exceptions, g) - logCombinations(g + good.size(), g);
            return Optional.of(new FailureRule(name + text, chance + Math.log(ofItsForm * parameters)));
        }

        private static DoubleStream numbers(List<Object> values) {
            return values.stream().filter(value -> value != INACTIVE).mapToDouble(Search::number);
        }

        private static double number(Object value) {
            return ((Number) value).doubleValue();
        }
    }

    /** Of k out of n. */
    private static double logCombinations(int n, int k) {
        double log = 0;
        for (int i = 1; i <= Math.min(k, n - k); i++) {
            log += Math.log((double) (n - i + 1) / i);
        }
        return log;
    }
}
