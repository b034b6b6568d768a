package org.attune.cli.slurm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.Results;
import org.attune.analysis.StatusReport;
import org.attune.analysis.StudyState;
import org.attune.analysis.UnknownStudyException;
import org.attune.cli.live.Numbers;

/** How far a study is; absent if it has not begun. */
record StudyProgress(Optional<StatusReport> status, String metric) {

    static final StudyProgress NONE = new StudyProgress(Optional.empty(), "");

    static StudyProgress of(Path folder) throws IOException {
        try {
            return of(LoadedStudy.read(folder));
        } catch (UnknownStudyException e) {
            return NONE;
        }
    }

    static StudyProgress of(LoadedStudy loaded) {
        return new StudyProgress(
                Optional.of(new Results(loaded).status()),
                loaded.study().objective().metric());
    }

    private boolean is(StudyState state) {
        return status.filter(report -> report.state() == state).isPresent();
    }

    /** Whether it was ended in good order, and goes on. */
    boolean isPaused() {
        return is(StudyState.PAUSED);
    }

    /** Whether it is not over, and nobody is at work on it. */
    boolean isLeft() {
        return status.isEmpty() || isPaused() || is(StudyState.INTERRUPTED);
    }

    private int done() {
        return status.orElseThrow().trials().entrySet().stream()
                .filter(count -> count.getKey().isFinal())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** {@code 12 of 39 trials, loss 0.033}. */
    String text() {
        if (status.isEmpty()) {
            return "not begun";
        }
        StatusReport report = status.get();
        String of = report.remaining().isPresent()
                ? " of " + (done() + report.remaining().getAsInt())
                : "";
        String best = report.best()
                .map(row -> ", " + metric + " "
                        + Numbers.text(row.trial().bestValue().orElse(Double.NaN)))
                .orElse("");
        String over = report.reason().map(reason -> ", over (" + reason + ")").orElse("");
        return done() + of + " trials" + best + over;
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("study_state", status.map(report -> report.state().name()).orElse(null));
        map.put("trials_done", status.isEmpty() ? 0 : done());
        map.put(
                "trials_left",
                status.isPresent() && status.get().remaining().isPresent()
                        ? status.get().remaining().getAsInt()
                        : null);
        return map;
    }
}
