package org.attune.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import org.attune.analysis.LoadedStudy;
import org.attune.analysis.ReportRow;
import org.attune.analysis.Results;
import org.attune.analysis.Row;
import org.attune.space.derived.UnderivableException;
import org.attune.spec.StudySpecReader;
import org.attune.study.Attempt;
import org.attune.study.Cause;
import org.attune.study.Placement;
import org.attune.study.Trial;

/** One trial in full, for people and for scripts. */
record TrialText(LoadedStudy study, Trial trial) {

    Map<String, Object> json() {
        Map<String, Object> row = new Results(study).trial(trial.id()).toJson();
        Map<String, Object> derived = derived();
        if (!derived.isEmpty()) {
            row.put("derived", derived);
        }
        row.put("history", trial.attempts().stream().map(TrialText::json).toList());
        row.put("reports", reports().stream().map(ReportRow::toJson).toList());
        return row;
    }

    void print(Tables tables) {
        PrintWriter out = tables.out();
        out.println("Trial " + trial.id() + " of " + study.name() + ": " + Words.of(trial.state()));
        trial.configuration().values().forEach((name, value) -> out.println("  " + name + " = " + ValueText.of(value)));
        derived().forEach((name, value) -> out.println("  " + name + " = " + ValueText.of(value) + " (derived)"));
        out.println();
        tables.print(trial.attempts().stream().map(TrialText::row).toList());
        trial.attempts().stream()
                .filter(attempt -> !attempt.message().isEmpty())
                .forEach(attempt -> out.println("Attempt " + attempt.number() + ": " + attempt.message()));
        if (!trial.reports().isEmpty()) {
            out.println();
            tables.print(trial.reports().stream()
                    .map(report -> metrics(report.step(), report.metrics()))
                    .toList());
        }
    }

    /** What the last attempt was given; none for a trial that has failed for want of them. */
    private Map<String, Object> derived() {
        Map<String, Object> spec = study.spec(trial.id());
        if (!spec.containsKey("derived")) {
            return Map.of();
        }
        try {
            return StudySpecReader.fromJson(spec).derived().of(trial.configuration());
        } catch (UnderivableException e) {
            return Map.of();
        }
    }

    private List<ReportRow> reports() {
        return StreamSupport.stream(new Results(study).reports().spliterator(), false)
                .filter(report -> report.trial() == trial.id())
                .toList();
    }

    private static Map<String, Object> json(Attempt attempt) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("attempt", (long) attempt.number());
        map.put("worker", attempt.worker());
        map.put("from", (long) attempt.from());
        map.put("until", number(attempt.until()));
        map.put("started", attempt.started().toString());
        map.put("ended", attempt.ended().map(Object::toString).orElse(null));
        map.put("cause", attempt.cause().map(Cause::name).orElse(null));
        map.put("message", attempt.message());
        map.put("exit", number(attempt.exit()));
        map.put("placement", attempt.placement().map(TrialText::json).orElse(null));
        return map;
    }

    private static Map<String, Object> json(Placement placement) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("start", placement.start());
        map.put("pid", placement.pid());
        map.put("cpus", placement.cpus());
        map.put("gpus", placement.gpus());
        map.put("threads", (long) placement.threads());
        return map;
    }

    private static Row row(Attempt attempt) {
        Map<String, Object> cells = json(attempt);
        cells.remove("message");
        cells.remove("placement");
        attempt.placement().ifPresent(placement -> cells.putAll(json(placement)));
        cells.values().removeIf(value -> value == null || value.equals(""));
        if (Long.valueOf(0).equals(cells.get("threads"))) {
            cells.remove("threads");
        }
        return () -> cells;
    }

    private static Row metrics(int step, Map<String, Double> metrics) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("step", (long) step);
        cells.putAll(metrics);
        return () -> cells;
    }

    private static Long number(OptionalInt number) {
        return number.isPresent() ? (Long) (long) number.getAsInt() : null;
    }
}
