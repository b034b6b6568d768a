package org.attune.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.attune.analysis.Failures;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.Results;
import org.attune.analysis.StatusReport;
import org.attune.cli.slurm.GoingOn;
import org.attune.spec.StudySpec;
import org.attune.study.TrialState;
import org.attune.tuner.Outcome;

/**
 * What a run says last: how it ended, the best trial, and how to go on.
 *
 * @param name by which commands find the study here; absent if they do not
 * @param where its results are, for people
 * @param called how Attune was called
 * @param again the command line by which the study goes on
 * @param submitted how it goes on instead where it ran in a job of {@code attune slurm submit}
 */
record Farewell(
        StudySpec spec, Optional<String> name, String where, String called, String again, Optional<GoingOn> submitted) {
    private static final int KINDS_SHOWN = 3;

    /** @param before whether the study was over before this run */
    void print(LoadedStudy loaded, Outcome outcome, boolean before, PrintWriter out) {
        Results results = new Results(loaded);
        StatusReport status = results.status();
        Stopped stopped = new Stopped(spec, status, results.failuresOfLastRun());
        out.println();
        out.println(spec.study() + (before ? " is complete: " : ": ") + sentence(outcome, status, stopped));
        if (outcome == Outcome.FAILURES) {
            stopped.rule().ifPresent(rule -> out.println("Why:        " + rule));
        }
        failures(outcome, status, stopped, out);
        status.best().ifPresent(best -> new BestText(spec.objective().metric(), best).print(out));
        if (outcome.goesOn()) {
            out.println("Go on:      "
                    + submitted
                            .map(job -> job.text(outcome == Outcome.ALLOCATION))
                            .orElse(again));
        } else if (outcome == Outcome.FAILURES) {
            stopped.remedy().ifPresent(remedy -> out.println("Go on:      " + remedy));
        }
        out.println(
                "Results:    " + name.map(study -> called + " results " + study).orElse(where));
        if (status.best().isPresent()) {
            name.ifPresent(study -> out.println("For a script: " + called + " best " + study + " --json"));
        }
        if (before && outcome == Outcome.TRIALS) {
            Plan.moreTrials(spec, status.trialCount())
                    .ifPresent(set -> out.println("For more:   the same command with more trials, such as " + set));
        }
    }

    private void failures(Outcome outcome, StatusReport status, Stopped stopped, PrintWriter out) {
        boolean theirs = outcome == Outcome.FAILURES && !stopped.lastRun().isEmpty();
        List<Failures> failures = theirs ? stopped.lastRun() : status.failures();
        int kinds = outcome == Outcome.FAILURES ? KINDS_SHOWN : 1;
        FailureText.print(failures.stream().limit(kinds).toList(), called, name, out);
    }

    private String sentence(Outcome outcome, StatusReport status, Stopped stopped) {
        int failed = status.trials().getOrDefault(TrialState.FAILED, 0);
        String trials = Words.count(status.trialCount(), "trial");
        return switch (outcome) {
            case TRIALS ->
                trials
                        + (status.trialCount() == 1 ? " has ended" : " have ended")
                        + (failed > 0 ? ", " + failed + " of them by a failure." : ".");
            case TARGET -> "the target is reached, after " + trials + ".";
            case TIME -> "the time is used up, after " + trials + ". To go on, raise time_limit.";
            case FAILURES -> stopped.sentence();
            case ALLOCATION ->
                "its allocation ends. What was reported is kept"
                        + (submitted.isPresent() ? "." : "; the same command goes on in the next allocation.");
            case INTERRUPTED -> "paused. What was reported is kept; trials go on from their last checkpoint.";
        };
    }
}
