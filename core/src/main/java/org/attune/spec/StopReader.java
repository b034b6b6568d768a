package org.attune.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.attune.text.Fields;
import org.attune.text.Nearest;
import org.attune.text.Place;
import org.attune.text.Problems;
import org.attune.text.TextNode;
import org.attune.text.Values;

/** Reads {@code stop}, whose keys are {@code step} and metrics. */
final class StopReader {
    private StopReader() {}

    static StopRule read(TextNode node, Optional<Trainable> trainable, Problems problems) {
        if (!node.isMapping() || node.entries().isEmpty()) {
            problems.add(
                    node.place(),
                    "'stop' must be a mapping of step or metrics to bounds, but got " + node.shown() + ".",
                    "Write stop: {step: 50, loss: {below: 0.1}}.");
            return StopRule.never();
        }
        OptionalInt[] step = {OptionalInt.empty()};
        Map<String, StopRule.Threshold> thresholds = new LinkedHashMap<>();
        node.entries().forEach((name, entry) -> {
            if (name.equals("step")) {
                problems.collect(() -> Values.count(1).read("'step' of 'stop'", entry.value()))
                        .ifPresent(count -> step[0] = OptionalInt.of(count));
            } else {
                requireReported(name, entry.key(), trainable, problems);
                threshold(name, entry.value(), problems).ifPresent(threshold -> thresholds.put(name, threshold));
            }
        });
        return new StopRule(step[0], thresholds);
    }

    private static Optional<StopRule.Threshold> threshold(String metric, TextNode node, Problems problems) {
        String example = "stop: {" + metric + ": {below: " + (node.isScalar() ? node.shown() : "0.1") + "}}, or above";
        return Fields.of(metric, node, Section.THRESHOLD, example, problems).map(fields -> {
            OptionalDouble below = fields.number("below");
            OptionalDouble above = fields.number("above");
            if (!fields.has("below") && !fields.has("above")) {
                problems.add(node.place(), "'" + metric + "' of 'stop' must have below or above, but got neither.", "");
            } else if (below.isPresent() && above.isPresent() && below.getAsDouble() > above.getAsDouble()) {
                problems.add(
                        node.place(),
                        "below <= above must hold for '" + metric
                                + "' of 'stop', or every value would meet it, but got " + node.shown() + ".",
                        "Maybe the two are swapped?");
            }
            return new StopRule.Threshold(below, above);
        });
    }

    /** What a command reports is known if it has a regular expression for it. */
    private static void requireReported(String metric, Place key, Optional<Trainable> trainable, Problems problems) {
        trainable
                .map(runs -> runs instanceof Trainable.Command command ? command : null)
                .flatMap(Trainable.Command::report)
                .map(regex -> ReportPattern.compile(regex).metrics())
                .filter(metrics -> !metrics.contains(metric))
                .ifPresent(metrics -> unreported(metric, metrics, key, problems));
    }

    private static void unreported(String metric, List<String> metrics, Place key, Problems problems) {
        problems.add(
                key,
                "'stop' names the metric '" + metric + "', which 'report' does not catch"
                        + Nearest.hint(metric, metrics),
                "Metrics: " + String.join(", ", metrics) + ".");
    }
}
