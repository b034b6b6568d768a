package org.attune.space;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attune.space.RandomSpaces.Feature;

/** Clauses about given parameters, drawn at random. */
final class RandomClauses {
    private final SplittableRandom random;
    private final Set<Feature> features;

    RandomClauses(SplittableRandom random, Set<Feature> features) {
        this.random = random;
        this.features = features;
    }

    Clause condition(List<Parameter> parameters) {
        return random.nextDouble() < 0.6 ? atom(parameters) : group(parameters, 2);
    }

    Clause forbidden(List<Parameter> parameters) {
        double kind = random.nextDouble();
        if (parameters.size() > 1 && kind < 0.4 && features.contains(Feature.RELATIONS)) {
            return kind < 0.2 ? relation(parameters) : Clause.all(relation(parameters), atom(parameters));
        }
        return kind < 0.6 ? atom(parameters) : group(parameters, 2);
    }

    private Clause group(List<Parameter> parameters, int depth) {
        List<Clause> parts = Stream.generate(
                        () -> depth > 1 && random.nextDouble() < 0.3 ? group(parameters, depth - 1) : atom(parameters))
                .limit(2 + random.nextInt(2))
                .toList();
        return features.contains(Feature.ANY) && random.nextDouble() < 0.4
                ? new Clause.Any(parts)
                : new Clause.All(parts);
    }

    private Clause atom(List<Parameter> parameters) {
        Parameter parameter = pick(parameters);
        boolean ordered = parameter instanceof NumberParameter
                || (parameter instanceof ChoiceParameter choice && choice.ordered());
        if (features.contains(Feature.ACTIVITY) && random.nextDouble() < 0.1) {
            return new Clause.Active(parameter.name(), random.nextBoolean());
        } else if (features.contains(Feature.COMPARISONS) && random.nextDouble() < (ordered ? 0.7 : 0.2)) {
            Comparison comparison = ordered ? pick(List.of(Comparison.values())) : Comparison.NOT_EQUAL;
            return new Clause.Compare(parameter.name(), comparison, value(parameter));
        } else if (random.nextDouble() < 0.4) {
            List<Object> values =
                    Stream.generate(() -> value(parameter)).limit(3).distinct().collect(Collectors.toList());
            return new Clause.In(parameter.name(), values);
        }
        return Clause.equal(parameter.name(), value(parameter));
    }

    private Clause relation(List<Parameter> parameters) {
        Parameter left = pick(parameters);
        Parameter right = pick(parameters);
        return left.equals(right)
                ? relation(parameters)
                : Clause.relate(left.name(), pick(List.of(Comparison.values())), right.name());
    }

    private Object value(Parameter parameter) {
        return parameter.decode(random.nextDouble());
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
