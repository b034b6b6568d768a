package org.attune.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.attune.space.RandomSpaces.Feature;

/** Parameters of all kinds, drawn at random. */
final class RandomParameters {
    private static final List<Object> PLAIN = List.of("adam", "sgd", "a b", "1", 1, 2, 4, 8, 16, "relu", "tanh", "Z");
    private static final List<Object> ODD =
            Arrays.asList(true, false, null, 0.5, -1.25, "\u00e9", List.of(1, 2), "", "\ud83d\ude00", 1e-7);

    private final SplittableRandom random;
    private final Set<Feature> features;

    RandomParameters(SplittableRandom random, Set<Feature> features) {
        this.random = random;
        this.features = features;
    }

    Parameter next(int number) {
        String name = may(Feature.GROUPS, 0.2) ? "group" + random.nextInt(3) + ".p" + number : "p" + number;
        double kind = random.nextDouble();
        if (kind < 0.05 && features.contains(Feature.CONSTANTS)) {
            return new Constant(name, choices().get(0));
        } else if (kind < 0.4) {
            return choice(name);
        }
        return kind < 0.7 ? real(name) : whole(name);
    }

    private Parameter choice(String name) {
        List<Object> choices = choices();
        boolean ordered = may(Feature.ORDINALS, 0.4);
        List<Double> weights = new ArrayList<>();
        if (!ordered && may(Feature.WEIGHTS, 0.4)) {
            choices.forEach(choice -> weights.add((double) random.nextInt(5)));
            weights.set(0, 1.5);
        }
        OptionalInt start =
                may(Feature.DEFAULTS, 0.4) ? OptionalInt.of(random.nextInt(choices.size())) : OptionalInt.empty();
        return new ChoiceParameter(name, choices, ordered, weights, start);
    }

    private List<Object> choices() {
        List<Object> pool = new ArrayList<>(PLAIN);
        if (features.contains(Feature.ODD_CHOICES)) {
            pool.addAll(ODD);
        }
        if (!features.contains(Feature.MIXED_CHOICES)) {
            boolean texts = random.nextBoolean();
            pool.removeIf(choice -> choice instanceof String != texts);
        }
        int count = Math.min(pool.size(), 1 + random.nextInt(6));
        return new ArrayList<>(Stream.generate(() -> pool.get(random.nextInt(pool.size())))
                .distinct()
                .limit(count)
                .toList());
    }

    private Parameter real(String name) {
        boolean log = may(Feature.LOGARITHMS, 0.5);
        double low = log ? StrictMath.pow(10, -random.nextInt(6)) : random.nextInt(7) - 3;
        double high = log ? low * (2 + random.nextInt(1000)) : low + 1 + random.nextInt(4);
        double step = may(Feature.STEPS, 0.3) ? (high - low) / (1 + random.nextInt(20)) : 0;
        FloatParameter range = new FloatParameter(name, low, high, log, step);
        return new FloatParameter(name, low, high, log, step, prior(range), start().map(u -> (Double) range.decode(u)));
    }

    private Parameter whole(String name) {
        boolean log = may(Feature.LOGARITHMS, 0.4);
        long low = log ? 1 + random.nextInt(20) : random.nextInt(21) - 10;
        long high = low + 1 + random.nextInt(random.nextBoolean() ? 8 : 1000);
        long step = may(Feature.STEPS, 0.3) ? 1 + random.nextLong(high - low) : 1;
        IntegerParameter range = new IntegerParameter(name, low, high, log, step);
        return new IntegerParameter(name, low, high, log, step, prior(range), start().map(u -> (Long) range.decode(u)));
    }

    private Optional<Double> start() {
        return may(Feature.DEFAULTS, 0.4) ? Optional.of(random.nextDouble()) : Optional.empty();
    }

    private Optional<Prior> prior(NumberParameter range) {
        double mean = ((Number) range.decode(random.nextDouble())).doubleValue();
        if (may(Feature.NORMAL_PRIORS, 0.2)) {
            return Optional.of(
                    new Prior.Normal(mean, range.scale().length() * StrictMath.pow(10, random.nextDouble(-2, 0.5))));
        } else if (range.log() && may(Feature.CONFIGSPACE_PRIORS, 0.2)) {
            return Optional.of(new Prior.ConfigSpaceLogNormal(mean, random.nextDouble(0.5, 3)));
        } else if (may(Feature.BETA_PRIORS, 0.2)) {
            return Optional.of(new Prior.Beta(
                    StrictMath.pow(10, random.nextDouble(-0.5, 1.5)),
                    StrictMath.pow(10, random.nextDouble(-0.5, 1.5))));
        }
        return Optional.empty();
    }

    private boolean may(Feature feature, double probability) {
        return features.contains(feature) && random.nextDouble() < probability;
    }
}
