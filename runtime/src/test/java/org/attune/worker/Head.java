package org.attune.worker;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.attune.study.Placement;
import org.attune.study.Verdict;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;

/** A head that writes down every signal, and answers reports as it is told to. */
public final class Head {
    static final Duration LIMIT = Duration.ofSeconds(60);

    private final TrialRunner runner;
    private final Function<Signal.Reported, Optional<Verdict>> verdicts;
    private final List<Signal> signals = new ArrayList<>();
    private final boolean answers;

    private Head(TrialRunner runner, boolean answers, Function<Signal.Reported, Optional<Verdict>> verdicts) {
        this.runner = runner;
        this.answers = answers;
        this.verdicts = verdicts;
        runner.open(this::take);
    }

    public static Head lettingAllGoOn(TrialRunner runner) {
        return new Head(runner, true, report -> Optional.empty());
    }

    public static Head answering(TrialRunner runner, Function<Signal.Reported, Optional<Verdict>> verdicts) {
        return new Head(runner, true, verdicts);
    }

    public static Head silent(TrialRunner runner) {
        return new Head(runner, false, report -> Optional.empty());
    }

    private void take(Signal signal) {
        synchronized (signals) {
            signals.add(signal);
        }
        if (answers && signal instanceof Signal.Reported report) {
            runner.execute(new Command.Answer(
                    report.trial(), report.attempt(), report.report(), verdicts.apply(report), OptionalInt.of(27)));
        }
    }

    /** All but those that say where an attempt runs. */
    public List<Signal> signals() {
        return all().stream()
                .filter(signal -> !(signal instanceof Signal.Placed))
                .toList();
    }

    public List<Signal> all() {
        synchronized (signals) {
            return List.copyOf(signals);
        }
    }

    public List<Placement> placements(int trial) {
        return all().stream()
                .filter(Signal.Placed.class::isInstance)
                .map(Signal.Placed.class::cast)
                .filter(placed -> placed.trial() == trial)
                .map(Signal.Placed::placement)
                .toList();
    }

    public List<Signal.Reported> reports(int trial) {
        return signals().stream()
                .filter(Signal.Reported.class::isInstance)
                .map(Signal.Reported.class::cast)
                .filter(report -> report.trial() == trial)
                .toList();
    }

    public List<Signal.AttemptOver> ends() {
        return signals().stream()
                .filter(Signal.AttemptOver.class::isInstance)
                .map(Signal.AttemptOver.class::cast)
                .toList();
    }

    public void awaitReports(int trial, int count) {
        await().atMost(LIMIT).until(() -> reports(trial).size() >= count);
    }

    public Signal.AttemptOver awaitEnd(int trial) {
        return await().atMost(LIMIT)
                .until(() -> ends().stream().filter(end -> end.trial() == trial).findFirst(), Optional::isPresent)
                .get();
    }
}
