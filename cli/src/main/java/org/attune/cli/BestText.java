package org.attune.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.attune.analysis.BestRow;
import org.attune.analysis.TrialRow;
import org.attune.cli.live.Numbers;

/** The best trial, for people: values in full, so that they can be copied. */
record BestText(String metric, BestRow best) {

    void print(PrintWriter out) {
        TrialRow trial = best.trial();
        out.println("Best " + metric + ": " + Numbers.text(trial.bestValue().orElse(Double.NaN)) + " (trial "
                + trial.trial() + " at step " + trial.bestStep().orElse(0) + ", "
                + Words.of(trial.state()) + " after " + Words.count(trial.step(), "step") + ")");
        int width =
                trial.config().keySet().stream().mapToInt(String::length).max().orElse(0);
        for (Map.Entry<String, Object> value : trial.config().entrySet()) {
            String text = ValueText.of(value.getValue());
            out.println(
                    "  " + value.getKey() + " ".repeat(width - value.getKey().length()) + "  " + text);
        }
        best.checkpoint().ifPresent(folder -> out.println("Checkpoint: " + folder));
    }
}
