package org.attune.tuner;

import org.attune.study.Event;
import org.attune.study.Planner;
import org.attune.study.Trial;

/** Has checkpoints removed that are needed no more, as {@link Retention} decides. Not for use by several threads. */
final class Discards {
    private final Planner planner;
    private final TrialRunner runner;
    private final Retention retention = new Retention();

    Discards(Planner planner, TrialRunner runner) {
        this.planner = planner;
        this.runner = runner;
    }

    /** All that a study has from runs before. */
    void begin() {
        for (Trial trial : planner.study().trials()) {
            trial.reports().forEach(report -> report.checkpoint().ifPresent(path -> retention.saved(trial.id(), path)));
        }
        planner.study().trials().forEach(this::changed);
    }

    /** Kept with a report that counts. */
    void saved(int trial, String checkpoint) {
        retention.saved(trial, checkpoint);
    }

    /** Saved with a report that does not count: removed, unless it is the one that was kept. */
    void repeated(int trial, String checkpoint) {
        if (!retention.holds(trial, checkpoint)) {
            runner.execute(new Command.Discard(checkpoint));
        }
    }

    /** An event is durable: what it has made superfluous goes. */
    void after(Event event) {
        if (event instanceof Event.Reported reported) {
            changed(planner.study().trial(reported.trial()));
        } else if (event instanceof Event.Decided decided) {
            changed(planner.study().trial(decided.trial()));
        } else if (event instanceof Event.AttemptEnded ended) {
            changed(planner.study().trial(ended.trial()));
        }
    }

    private void changed(Trial trial) {
        retention.release(planner.study(), trial).forEach(path -> runner.execute(new Command.Discard(path)));
    }
}
