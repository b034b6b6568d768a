package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.Results;
import org.attune.analysis.StatusReport;
import org.attune.spec.StudySpec;
import org.attune.study.TrialState;
import org.attune.tuner.Outcome;

/**
 * What a run says last: how it ended, the best trial, and how to go on.
 *
 * @param again the command line by which the study goes on
 */
record Farewell(StudySpec spec, Path folder, String again) {

    /** @param before whether the study was over before this run */
    void print(Outcome outcome, boolean before, PrintWriter out) throws IOException {
        LoadedStudy loaded = LoadedStudy.read(folder);
        StatusReport status = new Results(loaded).status();
        out.println();
        out.println(spec.study() + (before ? " is complete: " : ": ") + sentence(outcome, status));
        status.best().ifPresent(best -> new BestText(spec.objective().metric(), best).print(out));
        if (outcome == Outcome.INTERRUPTED) {
            out.println("Go on:      " + again);
        }
        status.failures().stream()
                .findFirst()
                .ifPresent(kind -> out.println("Failures:   attune logs " + spec.study() + " " + kind.trial() + "   ("
                        + kind.message() + ")"));
        out.println("Results:    attune results " + spec.study());
        if (status.best().isPresent()) {
            out.println("For a script: attune best " + spec.study() + " --json");
        }
    }

    private String sentence(Outcome outcome, StatusReport status) {
        int failed = status.trials().getOrDefault(TrialState.FAILED, 0);
        int trials =
                status.trials().values().stream().mapToInt(Integer::intValue).sum();
        return switch (outcome) {
            case TRIALS ->
                trials + " trials have ended" + (failed > 0 ? ", " + failed + " of them by a failure." : ".");
            case TARGET -> "the target is reached, after " + trials + " trials.";
            case TIME -> "the time is used up, after " + trials + " trials.";
            case FAILURES ->
                failed > 0
                        ? "stopped, since " + failed + (failed == 1 ? " trial failed." : " trials failed.")
                        : "no trial reported " + spec.objective().metric() + " as a number.";
            case INTERRUPTED -> "paused. Nothing is lost.";
        };
    }
}
