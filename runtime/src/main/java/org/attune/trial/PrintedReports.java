package org.attune.trial;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.attune.spec.ReportPattern;

/** Finds reports in what a trial prints: lines that begin with {@code attune:}, or that the study's regular expression finds. Safe for use by many threads. */
public final class PrintedReports {
    private static final String MARK = "attune:";
    // A long line costs a regular expression too much.
    private static final int LONGEST_TO_MATCH = 10_000;

    private static final int LONGEST_TO_SHOW = 120;

    private final Optional<ReportPattern> pattern;
    private Optional<String> problem = Optional.empty();
    private Optional<String> unmatched = Optional.empty();

    public PrintedReports(Optional<ReportPattern> pattern) {
        this.pattern = pattern;
    }

    /** Text without which no line is a report, if there is such. */
    public Optional<String> mark() {
        return pattern.isPresent() ? Optional.empty() : Optional.of(MARK);
    }

    /**
     * @param whole whether the line is not cut
     * @throws UnreadableReport if the line means to be a report
     */
    public synchronized Optional<RawReport> find(String line, boolean whole) throws UnreadableReport {
        try {
            Optional<RawReport> report = read(line, whole);
            unmatched = report.isPresent() ? Optional.empty() : Optional.of(line.strip());
            return report;
        } catch (UnreadableReport e) {
            problem = problem.or(() -> Optional.of(e.getMessage()));
            throw e;
        }
    }

    /** Why nothing that was printed became a report, a sentence, where that can be told. */
    public synchronized Optional<String> complaint() {
        return problem.map(text -> "A printed report was not taken: " + text)
                .or(() -> pattern.flatMap(regex -> unmatched.map(line -> "The regular expression '" + regex
                        + "' (trainable.report) was found in no line; the last one was '" + brief(line) + "'.")));
    }

    private static String brief(String line) {
        return line.length() <= LONGEST_TO_SHOW ? line : line.substring(0, LONGEST_TO_SHOW) + "...";
    }

    private Optional<RawReport> read(String line, boolean whole) throws UnreadableReport {
        String text = line.strip();
        if (text.startsWith(MARK)) {
            if (!whole) {
                throw new UnreadableReport("its line is longer than " + LineScanner.LONGEST + " bytes.");
            }
            return Optional.of(RawReport.printed(text.substring(MARK.length())));
        }
        Optional<RawReport> tail = afterProgressBar(text);
        return tail.isEmpty() && pattern.isPresent() ? match(pattern.get(), line) : tail;
    }

    /** A progress bar leaves its line open, so that the report that is printed next does not begin one. */
    private static Optional<RawReport> afterProgressBar(String text) {
        int at = text.indexOf(MARK + " {");
        try {
            return at < 0 ? Optional.empty() : Optional.of(RawReport.printed(text.substring(at + MARK.length())));
        } catch (UnreadableReport e) {
            return Optional.empty();
        }
    }

    private static Optional<RawReport> match(ReportPattern pattern, String line) throws UnreadableReport {
        Optional<Map<String, String>> caught;
        try {
            caught = pattern.find(line.length() <= LONGEST_TO_MATCH ? line : line.substring(0, LONGEST_TO_MATCH));
        } catch (StackOverflowError e) {
            return Optional.empty(); // a repeated group in the expression goes too deep for this line
        }
        if (caught.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> metrics = new LinkedHashMap<>();
        caught.get().forEach((name, text) -> metrics.put(name, number(text)));
        Object step = metrics.remove("step");
        return Optional.of(RawReport.of(OptionalLong.empty(), step, metrics, null));
    }

    /** The number, or the text itself if it is none. */
    private static Object number(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "nan", "-nan", "+nan":
                return Double.NaN;
            case "inf", "+inf", "infinity", "+infinity":
                return Double.POSITIVE_INFINITY;
            case "-inf", "-infinity":
                return Double.NEGATIVE_INFINITY;
            default:
                break;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
