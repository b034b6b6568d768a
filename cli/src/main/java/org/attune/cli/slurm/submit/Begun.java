package org.attune.cli.slurm.submit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.Results;
import org.attune.analysis.StatusReport;
import org.attune.analysis.StudyState;
import org.attune.analysis.UnknownStudyException;
import org.attune.cli.BadInput;
import org.attune.cli.Plan;
import org.attune.cli.Words;
import org.attune.spec.SpecChange;
import org.attune.spec.StudySpec;
import org.attune.spec.StudySpecReader;
import org.attune.study.Trial;

/**
 * A study that has begun, and what is to be submitted of it now: better refused than after it has waited for nodes.
 *
 * @param spec as it is to go on
 * @param change from what it was
 */
record Begun(StudySpec spec, StatusReport status, SpecChange change) {

    /**
     * @param run options of {@code attune run}
     * @throws BadInput if a job of the study in that folder would find nothing to do, or not be let
     */
    static void check(StudySpec spec, Path folder, List<String> run) throws IOException {
        LoadedStudy loaded;
        try {
            loaded = LoadedStudy.read(folder);
        } catch (UnknownStudyException e) {
            return;
        }
        SpecChange change = SpecChange.between(
                StudySpecReader.fromJson(loaded.spec()),
                spec,
                loaded.study().trials().stream().map(Trial::configuration).toList());
        new Begun(spec, new Results(loaded).status(), change).check(run);
    }

    void check(List<String> run) {
        String study = "study '" + status.study() + "'";
        String lines = ":\n  " + String.join("\n  ", change.lines()) + "\n";
        if (!change.isAllowed()) {
            throw new BadInput(study + " was begun with another definition, and a job could not go on with it" + lines
                    + "Undo the change, or begin a new study: --set study=NAME.");
        } else if (change.isAsked() && !run.contains("--accept-changes")) {
            throw new BadInput(
                    "the space of " + study + " has changed since its last run" + lines
                            + "To go on in the new space accept that, at the end of the line: -- --accept-changes. A new study begins with --set study=NAME.");
        } else if (isOver()) {
            throw new BadInput(study + " is over (" + status.reason().orElse("trials") + "), with "
                    + Words.count(status.trialCount(), "trial") + ": a job of it would find nothing to do. For more: "
                    + more() + ", or a new study by --set study=NAME. 'attune results " + status.study()
                    + "' shows what came of it.");
        }
    }

    /** Failures are no end as long as trials are left: the program may have been mended. */
    private boolean isOver() {
        long ended = status.trials().entrySet().stream()
                .filter(count -> count.getKey().isFinal())
                .mapToLong(Map.Entry::getValue)
                .sum();
        boolean isNoneLeft = ended == status.trialCount()
                && Plan.trials(spec).isPresent()
                && ended >= Plan.trials(spec).getAsInt();
        return status.reason().isPresent()
                && (isNoneLeft || status.state() == StudyState.COMPLETED && change.isEmpty());
    }

    private String more() {
        return switch (status.reason().orElse("")) {
            case "target" -> "another target";
            case "time" -> "a longer time_limit";
            default -> Plan.moreTrials(spec, status.trialCount()).orElse("a wider space");
        };
    }
}
