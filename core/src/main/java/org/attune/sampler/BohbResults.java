package org.attune.sampler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.attune.spec.SamplerSpec;

/** The results at one budget, and the model of them. */
final class BohbResults {
    private record Result(double[] row, double loss) {}

    private final List<Result> results = new ArrayList<>();
    private Optional<BohbModel> model = Optional.empty();
    private int fittedTo;

    void add(double[] row, double loss) {
        results.add(new Result(row, Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY));
    }

    int size() {
        return results.size();
    }

    /** @param random gives what is missing in rows; a function of the number of results, as the model is */
    Optional<BohbModel> model(SamplerSpec.Bohb settings, int[] categories, RandomGenerator random) {
        if (fittedTo != results.size()) {
            List<double[]> bestFirst = results.stream()
                    .sorted(Comparator.comparingDouble(Result::loss))
                    .map(Result::row)
                    .toList();
            model = BohbModel.fit(settings, bestFirst, categories, random);
            fittedTo = results.size();
        }
        return model;
    }
}
