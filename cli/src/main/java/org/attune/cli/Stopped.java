package org.attune.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.analysis.Failures;
import org.attune.analysis.StatusReport;
import org.attune.spec.StudySpec;
import org.attune.study.TrialState;

/**
 * Why failures ended a study, and what helps.
 *
 * @param lastRun the kinds of failures of the run that it ended, the most frequent first
 */
record Stopped(StudySpec spec, StatusReport status, List<Failures> lastRun) {

    String sentence() {
        int failed = status.trials().getOrDefault(TrialState.FAILED, 0);
        if (failed == 0) {
            return nothingReported(spec.objective().metric());
        }
        return hasTrialsLeft()
                ? "stopped by failures. Mend the program and run the same command again."
                : "stopped by failures: no trials are left, and " + failed + " of "
                        + Words.count(status.trialCount(), "trial") + " failed.";
    }

    /** The rule that ended the study; absent if it is that no trials are left, which is said already. */
    Optional<String> rule() {
        if (spec.maxFailures().isPresent()) {
            int most = spec.maxFailures().getAsInt();
            boolean reached = !lastRun.isEmpty() && lastRun.get(0).count() >= most;
            return reached
                    ? Optional.of(Words.count(most, most == 1 ? "failure" : "equal failure") + ", as max_failures says")
                    : Optional.empty();
        }
        return hasTrialsLeft() && !lastRun.isEmpty()
                ? Optional.of(Words.count(lastRun.get(0).of(), "failure") + " and no result; max_failures is not set")
                : Optional.empty();
    }

    static String nothingReported(String metric) {
        return "no trial reported " + metric + " as a number.";
    }

    /** What to do where the same command would do nothing. */
    Optional<String> remedy() {
        if (hasTrialsLeft()) {
            return Optional.empty();
        }
        String more = Plan.moreTrials(spec, status.trialCount())
                .map(set -> "the same command with more trials, such as " + set + ", or with another --name")
                .orElse("the same command with another --name");
        return Optional.of("mend the program, then " + more);
    }

    private boolean hasTrialsLeft() {
        int over = status.trials().entrySet().stream()
                .filter(count -> count.getKey().isFinal())
                .mapToInt(count -> count.getValue())
                .sum();
        OptionalInt most = Plan.trials(spec);
        return most.isEmpty() || over < most.getAsInt();
    }
}
