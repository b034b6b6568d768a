package org.attune.cli.slurm.chain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.Results;
import org.attune.analysis.StatusReport;
import org.attune.analysis.StudyState;
import org.attune.analysis.UnknownStudyException;
import org.attune.study.SharedEnd;
import org.attune.study.Trial;

/**
 * How far a study is.
 *
 * @param count of reports, of trials that came to their end, and of what was learnt of jobs that ran out of memory: with
 *     that the next one does something else
 * @param end why it is over
 */
public record Progress(long count, Optional<String> end) {

    /** Of one that has not begun nothing. */
    public static Progress of(Path study) throws IOException {
        LoadedStudy loaded;
        try {
            loaded = LoadedStudy.read(study);
        } catch (UnknownStudyException e) {
            return new Progress(0, Optional.empty());
        }
        long count = loaded.study().trials().stream()
                .mapToLong(trial -> trial.reports().size() + (trial.state().isFinal() ? 1 : 0) + sharedEnds(trial))
                .sum();
        StatusReport status = new Results(loaded).status();
        boolean isOver = status.state() == StudyState.COMPLETED || status.state() == StudyState.FAILED;
        return new Progress(
                count,
                isOver
                        ? Optional.of("the study is over"
                                + status.reason().map(why -> " (" + why + ")").orElse(""))
                        : Optional.empty());
    }

    private static long sharedEnds(Trial trial) {
        return trial.attempts().stream()
                .filter(attempt -> attempt.cause()
                        .flatMap(cause -> SharedEnd.in(cause, attempt.message()))
                        .isPresent())
                .count();
    }
}
