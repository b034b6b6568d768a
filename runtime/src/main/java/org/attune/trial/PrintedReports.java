package org.attune.trial;

import java.util.Optional;

/** Finds reports in what a trial prints: lines that begin with {@code attune:}, or that the study's regular expression finds. */
public final class PrintedReports {
    private static final String MARK = "attune:";

    private final Optional<ReportPattern> pattern;

    public PrintedReports(Optional<ReportPattern> pattern) {
        this.pattern = pattern;
    }

    /**
     * @param whole whether the line is not cut
     * @throws UnreadableReport if the line means to be a report
     */
    public Optional<RawReport> find(String line, boolean whole) throws UnreadableReport {
        String text = line.strip();
        if (text.startsWith(MARK)) {
            if (!whole) {
                throw new UnreadableReport("its line is longer than " + LineScanner.LONGEST + " bytes.");
            }
            return Optional.of(RawReport.printed(text.substring(MARK.length())));
        }
        Optional<RawReport> tail = afterProgressBar(text);
        return tail.isEmpty() && pattern.isPresent() ? pattern.get().find(line) : tail;
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
}
