package org.attune.worker;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.attune.checkpoint.UnusableCheckpointException;
import org.attune.study.Verdict;
import org.attune.trial.Keep;
import org.attune.trial.LineScanner;
import org.attune.trial.RawReport;
import org.attune.trial.UnreadableReport;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;

/**
 * Takes the reports of one attempt, whichever way they come: numbers them, counts steps, puts checkpoints in their place, signals, and carries the answers
 * back. Safe for use by many threads; reports are taken one at a time, and one whose checkpoint takes long holds up no answer.
 */
final class ReportDesk {
    /** Printed reports that may be on their way before the trial's output is left unread for a while. */
    private static final int MOST_UNANSWERED = 1000;

    private final Command.Start start;
    private final String metric;
    private final Keep keep;
    private final Consumer<Signal> signals;
    private final Object taking = new Object();

    // Guarded by 'taking'.
    private int lastStep;
    private volatile long lastReport;
    private long lastSeq;

    // Guarded by this object's lock.
    private final Map<Long, Pending> pending = new HashMap<>();
    private Answers answers;
    private OptionalInt until;
    private boolean closed;
    private boolean hurried;
    private boolean unheard;

    /** What an answer needs. {@code seq}: absent if the report was printed, and nobody waits. */
    private record Pending(OptionalLong seq, Optional<String> checkpoint) {}

    ReportDesk(Command.Start start, String metric, Keep keep, Consumer<Signal> signals) {
        this.start = start;
        this.metric = metric;
        this.until = start.until();
        this.keep = keep;
        this.signals = signals;
        this.lastStep = start.from();
    }

    synchronized void answerBy(Answers channel) {
        answers = channel;
    }

    /** From now on reports are answered at once and dropped: another part of the trial speaks for it. */
    synchronized void drop() {
        unheard = true;
    }

    /** A line of the channel. */
    void sent(String line, boolean whole) {
        synchronized (taking) {
            takeLine(line, whole);
        }
    }

    private void takeLine(String line, boolean whole) {
        long seq = lastSeq + 1;
        try {
            if (!whole) {
                throw new UnreadableReport("a report must have no more than " + LineScanner.LONGEST
                        + " bytes, but this one has. Write what is large to a file, and save that with a checkpoint.");
            }
            RawReport report = RawReport.sent(line);
            seq = report.seq().orElse(seq);
            if (seq != lastSeq + 1) {
                refuse(
                        seq,
                        "seq must be " + (lastSeq + 1) + ", but got " + seq
                                + ". Only one process of a trial may report.");
                return;
            }
            lastSeq = seq;
            take(report, OptionalLong.of(seq));
        } catch (UnreadableReport e) {
            lastSeq = seq;
            refuse(seq, e.getMessage());
        }
    }

    /** A report that was printed. */
    void printed(RawReport report) throws UnreadableReport {
        synchronized (taking) {
            take(report, OptionalLong.empty());
        }
    }

    /** A trial that prints reports faster than they are recorded is held up, as one that waits for its answers is. */
    synchronized void awaitAnswers() throws InterruptedException {
        while (pending.size() > MOST_UNANSWERED && !hurried) {
            wait();
        }
    }

    /** Holds nothing up any more: the trial is being killed, and the head may be gone. */
    synchronized void hurry() {
        hurried = true;
        notifyAll();
    }

    /** Whether the attempt has reported anything. */
    boolean isUsed() {
        return lastReport > 0;
    }

    /**
     * Passes the head's answer on.
     *
     * @return whether the trial has read it or will: not if the report was printed
     */
    synchronized boolean answer(Command.Answer given) {
        Pending waiting = pending.remove(given.report());
        until = given.until();
        notifyAll();
        if (waiting == null || waiting.seq().isEmpty()) {
            return false;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("seq", waiting.seq().getAsLong());
        answer.put(
                "do",
                given.verdict().map(v -> v == Verdict.PAUSE ? "pause" : "stop").orElse("continue"));
        given.until().ifPresent(step -> answer.put("until", step));
        waiting.checkpoint().ifPresent(folder -> answer.put("checkpoint", folder));
        answers.send(answer);
        return true;
    }

    /** Takes no more reports. */
    synchronized void close() {
        closed = true;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** One that waits for its answer has it now. */
    private synchronized boolean isUnheard(OptionalLong seq) {
        if (unheard && seq.isPresent()) {
            answers.send(Map.of("seq", seq.getAsLong(), "do", "continue"));
        }
        return unheard;
    }

    private void take(RawReport report, OptionalLong seq) throws UnreadableReport {
        if (isClosed()) {
            return;
        } else if (isUnheard(seq)) {
            return;
        }
        int step = report.step().orElse(lastStep == Integer.MAX_VALUE ? lastStep : lastStep + 1);
        if (lastReport > 0 && step <= lastStep) {
            throw new UnreadableReport("step " + step + " cannot come after step " + lastStep
                    + ": the steps of a trial rise. Put all metrics of a step into one report.");
        }
        checkObjective(step, report.metrics());
        Optional<String> folder = Optional.empty();
        Optional<String> place = Optional.empty();
        if (report.checkpoint().isPresent()) {
            try {
                folder = Optional.of(keep.register(
                        start.trial(),
                        start.attempt(),
                        step,
                        report.checkpoint().get()));
                place = Optional.of(keep.checkpoint(start.trial(), start.attempt(), folder.get())
                        .toString());
            } catch (InterruptedException e) {
                return; // the attempt was given up while its checkpoint was on its way
            } catch (UnusableCheckpointException e) {
                throw new UnreadableReport(e.getMessage());
            } catch (IOException e) {
                throw new UnreadableReport(
                        "the checkpoint " + report.checkpoint().get() + " could not be registered: " + e.getMessage());
            }
        }
        lastStep = step;
        long number = lastReport + 1;
        lastReport = number;
        synchronized (this) {
            pending.put(number, new Pending(seq, place));
        }
        signals.accept(new Signal.Reported(start.trial(), start.attempt(), number, step, report.metrics(), folder));
    }

    /** What the scheduler decides by must be told where it decides. */
    private synchronized void checkObjective(int step, Map<String, Double> metrics) throws UnreadableReport {
        if (until.isPresent() && step >= until.getAsInt() && !metrics.containsKey(metric)) {
            throw new UnreadableReport("the report of step " + step + " must have the objective's metric '" + metric
                    + "', but has only " + String.join(", ", metrics.keySet()) + ". Maybe one of the two is misspelt?");
        }
    }

    private synchronized void refuse(long seq, String reason) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("seq", seq);
        answer.put("error", reason);
        answers.send(answer);
    }
}
