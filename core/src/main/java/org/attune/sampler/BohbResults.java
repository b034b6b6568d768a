package org.attune.sampler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

    Optional<BohbModel> model(SamplerSpec.Bohb settings, int[] categories) {
        if (fittedTo != results.size()) {
            List<double[]> bestFirst = results.stream()
                    .sorted(Comparator.comparingDouble(Result::loss))
                    .map(Result::row)
                    .toList();
            model = BohbModel.fit(settings, bestFirst, categories);
            fittedTo = results.size();
        }
        return model;
    }
}
