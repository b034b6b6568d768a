package org.attune.sampler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.attune.space.Combinations;
import org.attune.space.Configuration;
import org.attune.space.Encoding;
import org.attune.space.SearchSpace;
import org.attune.spec.SamplerSpec;

/**
 * The model-based proposals of BOHB: S. Falkner, A. Klein, F. Hutter, "BOHB: Robust and Efficient Hyperparameter Optimization at Scale", ICML 2018,
 * arXiv 1807.01774; a variant of the tree-structured Parzen estimator (Bergstra et al. 2011). Works with any scheduler; BOHB proper is this under HyperBand.
 *
 * <p>The results at each budget are sorted by loss (crashes last, equal losses as they came) and split into the good, 15 % of them, and the bad. Once
 * both are more than the space has dimensions, each gets a kernel density. A proposal comes from the largest budget that has them: of 64 candidates near good
 * configurations, the one where the good density most exceeds the bad. A third of the proposals is random, so that a misled model does no lasting harm.
 *
 * <p>The model is that of HpBandSter, the authors' implementation, to the last formula (tested against its numbers), but for what fails there:
 *
 * <ul>
 *   <li>With about five choices and more, a category's bandwidth exceeds 1 there, and densities become negative or not a number. Here
 *       the bandwidth is then computed with all choices equally far apart, which keeps it below 1.
 *   <li>When a group has one single value of a category, any other divides by zero there. Here the number of choices takes the place of the number of values seen.
 *   <li>It refuses ordinal parameters. Here they are numbers, as integers are.
 *   <li>It keeps constants as dimensions. Here no model sees them.
 *   <li>Equal losses may be sorted either way there. Here the earlier result comes first.
 * </ul>
 *
 * <p>In conditional spaces it departs from the original, which fills what is not active in a result with values of other results of its group, and counts all parameters as dimensions. Here
 * what a result lacks is uniform, so that a density of complete points remains; as a few values of a parameter say little about its spread, they are taken as wider; and
 * dimensions are as many as are active in one result, so that a model comes early where there are many branches. Candidates are complete points, of which all columns are judged and those of active
 * parameters are kept: if only these were judged, the ratio of two estimates would be most extreme where it has most dimensions, and branches with many parameters would win by noise.
 *
 * <p>Forbidden candidates are drawn anew, some times; if none is left, the proposal is random.
 *
 * <p>Two things are added. Candidates are rounded to real configurations before they are compared, so that the model judges what would be run. And a
 * configuration that was observed already gives way to the next best candidate, then to random draws, as many as there are candidates; only when all
 * of these are known is the first choice proposed again.
 */
public final class BohbSampler implements Sampler {
    private record Candidate(Configuration configuration, double score) {}

    /** How many draws there may be for each candidate, where many are forbidden. */
    private static final int MOST_DRAWS = 16;

    private final SamplerSpec.Bohb settings;
    private final SearchSpace space;
    private final long seed;
    private final Encoding encoding;
    private final int[] categories;
    private final TreeMap<Integer, BohbResults> results = new TreeMap<>(Comparator.reverseOrder());
    private final Set<Configuration> known = new HashSet<>();
    /** Number of configurations that there are. */
    private final long all;

    /** @throws IllegalArgumentException if a setting is out of its range */
    public BohbSampler(SamplerSpec.Bohb settings, SearchSpace space, long seed) {
        check(settings.topPercent() > 0 && settings.topPercent() < 100, "0 < topPercent < 100", settings.topPercent());
        check(
                settings.randomShare() >= 0 && settings.randomShare() <= 1,
                "0 <= randomShare <= 1",
                settings.randomShare());
        check(settings.candidates() >= 1, "candidates >= 1", settings.candidates());
        check(settings.bandwidthFactor() > 0, "bandwidthFactor > 0", settings.bandwidthFactor());
        check(
                settings.minBandwidth() > 0 && settings.minBandwidth() < 1,
                "0 < minBandwidth < 1",
                settings.minBandwidth());
        this.settings = settings;
        this.space = space;
        this.seed = seed;
        this.encoding = new Encoding(space);
        this.all = Combinations.count(space).orElse(Long.MAX_VALUE);
        this.categories =
                IntStream.range(0, encoding.width()).map(encoding::categories).toArray();
    }

    @Override
    public void observe(Observation observation) {
        results.computeIfAbsent(observation.budget(), budget -> new BohbResults())
                .add(encoding.encode(observation.configuration()), observation.loss());
        known.add(observation.configuration());
    }

    @Override
    public Optional<Configuration> propose(int trial) {
        RandomGenerator random = Randomness.of(seed, trial, "bohb");
        boolean explore = random.nextDouble() < settings.randomShare();
        Optional<BohbModel> model = explore ? Optional.empty() : model();
        List<Configuration> modelled =
                model.map(found -> bestFirst(found, random)).orElse(List.of());
        return firstUnknown(Stream.concat(modelled.stream(), atRandom(trial)));
    }

    private Optional<BohbModel> model() {
        for (BohbResults found : results.values()) {
            Optional<BohbModel> model = found.model(settings, categories);
            if (model.isPresent()) {
                return model;
            }
        }
        return Optional.empty();
    }

    private List<Configuration> bestFirst(BohbModel model, RandomGenerator random) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < MOST_DRAWS * settings.candidates() && candidates.size() < settings.candidates(); i++) {
            double[] point = encoding.round(model.good().draw(random, settings.bandwidthFactor()));
            encoding.decodeAllowed(point)
                    .ifPresent(allowed -> candidates.add(new Candidate(allowed, model.score(point))));
        }
        candidates.sort(Comparator.comparingDouble(Candidate::score));
        return candidates.stream().map(Candidate::configuration).toList();
    }

    private Stream<Configuration> atRandom(int trial) {
        RandomGenerator random = Randomness.of(seed, trial, RandomSampler.PURPOSE);
        return Stream.generate(() -> space.sample(random)).limit(settings.candidates());
    }

    private Optional<Configuration> firstUnknown(Stream<Configuration> preferred) {
        Configuration first = null;
        Iterator<Configuration> rest = preferred.iterator();
        while (rest.hasNext()) {
            Configuration next = rest.next();
            if (!known.contains(next)) {
                return Optional.of(next);
            }
            first = first == null ? next : first;
            if (known.size() >= all) {
                break;
            }
        }
        return Optional.of(first);
    }

    private static void check(boolean holds, String rule, Number value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + " must hold for sampler bohb, but got " + value + ".");
        }
    }
}
