package org.attune.analysis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.attune.study.Attempt;
import org.attune.study.Report;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.study.TrialState;

/** The rows of a study. Each is made when it is asked for, so a large study costs no second copy. */
public final class Results {
    private final LoadedStudy loaded;
    private final Study study;

    public Results(LoadedStudy loaded) {
        this.loaded = loaded;
        this.study = loaded.study();
    }

    /** A row a trial, by number; may be gone through more than once. */
    public Iterable<TrialRow> trials() {
        return () -> study.trials().stream().map(this::row).iterator();
    }

    /** A row a report, by trial and step; may be gone through more than once. */
    public Iterable<ReportRow> reports() {
        Function<Trial, Stream<ReportRow>> rows =
                trial -> trial.reports().stream().map(report -> row(trial.id(), report));
        return () -> study.trials().stream().flatMap(rows).iterator();
    }

    /** @throws IndexOutOfBoundsException if there is no such trial */
    public TrialRow trial(int number) {
        return row(study.trial(number));
    }

    /** The best trial; absent as long as no report told a number. */
    public Optional<BestRow> best() {
        return study.best().map(trial -> new BestRow(row(trial), checkpoint(trial)));
    }

    public StatusReport status() {
        Map<TrialState, Integer> counts = new EnumMap<>(TrialState.class);
        int over = 0;
        for (TrialState state : TrialState.values()) {
            counts.put(state, study.count(state));
            over += state.isFinal() ? study.count(state) : 0;
        }
        return new StatusReport(
                loaded.name(),
                loaded.state(),
                counts,
                best(),
                remaining(over),
                study.endReason(),
                Failures.of(study.trials()),
                Blamed.of(study.trials()));
    }

    /** The kinds of failures of the last run, the most frequent first. */
    public List<Failures> failuresOfLastRun() {
        return Failures.of(study.trials(), loaded.lastRun());
    }

    private OptionalInt remaining(int over) {
        if (study.endReason().isPresent()) {
            return OptionalInt.of(0);
        }
        return loaded.spec().get("trials") instanceof Long trials
                ? OptionalInt.of((int) Math.max(0, trials - over))
                : OptionalInt.empty();
    }

    private TrialRow row(Trial trial) {
        Optional<Attempt> last = trial.lastAttempt();
        return new TrialRow(
                trial.id(),
                trial.state(),
                trial.configuration().values(),
                trial.step(),
                finite(trial.value()),
                finite(trial.bestValue()),
                trial.best().isPresent() && Double.isFinite(trial.bestValue())
                        ? OptionalInt.of(trial.best().get().step())
                        : OptionalInt.empty(),
                trial.attempts().size(),
                last.flatMap(Attempt::cause),
                trial.attempts().stream().map(Attempt::started).findFirst(),
                trial.ran(study.latest()).toMillis() / 1000.0,
                last.map(Attempt::worker),
                last.map(Attempt::message).filter(message -> !message.isEmpty()));
    }

    private static ReportRow row(int trial, Report report) {
        return new ReportRow(trial, report.attempt(), report.step(), report.metrics(), report.time());
    }

    private Optional<Path> checkpoint(Trial trial) {
        Optional<Path> ofBest = trial.best().flatMap(this::checkpoint);
        if (ofBest.isPresent()) {
            return ofBest;
        }
        List<Report> reports = trial.reports();
        ListIterator<Report> fromLast = reports.listIterator(reports.size());
        while (fromLast.hasPrevious()) {
            Optional<Path> folder = checkpoint(fromLast.previous());
            if (folder.isPresent()) {
                return folder;
            }
        }
        return Optional.empty();
    }

    private Optional<Path> checkpoint(Report report) {
        return report.checkpoint().map(loaded.folder()::resolve).filter(Files::isDirectory);
    }

    private static OptionalDouble finite(double number) {
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }
}
