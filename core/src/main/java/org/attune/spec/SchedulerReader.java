package org.attune.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.text.Fields;
import org.attune.text.Kinds;
import org.attune.text.Problems;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads {@code scheduler}. */
final class SchedulerReader {
    private SchedulerReader() {}

    static Optional<SchedulerSpec> read(TextNode node, Problems problems) {
        return new Kinds<SchedulerSpec>(
                        List.of(
                                new Kinds.Kind<>("fifo", Section.FIFO, fields -> Optional.of(new SchedulerSpec.Fifo())),
                                new Kinds.Kind<>("hyperband", Section.HYPERBAND, SchedulerReader::hyperBand)),
                        true,
                        Map.of())
                .read("scheduler", node, problems);
    }

    private static Optional<SchedulerSpec> hyperBand(Fields fields) {
        Optional<Integer> maxStep = fields.require(
                "max_step",
                "Write scheduler: {type: hyperband, max_step: 27}, the steps of a full trial.",
                Values.count(1));
        int eta = fields.count("eta", 2).orElse(3);
        int minStep = fields.count("min_step", 1).orElse(1);
        if (maxStep.isEmpty()) {
            return Optional.empty();
        }
        if (minStep > maxStep.get()) {
            fields.problems()
                    .add(
                            fields.placeOf("min_step"),
                            "min_step <= max_step must hold for 'scheduler', but got min_step=" + minStep
                                    + ", max_step=" + maxStep.get() + ".",
                            "Maybe the two are swapped?");
        }
        return Optional.of(new SchedulerSpec.HyperBand(maxStep.get(), eta, minStep));
    }
}
