package org.attune.worker;

import java.util.Map;
import org.attune.tuner.JavaTrainable;
import org.attune.tuner.TrialContext;

/** A trainable in Java. */
public final class ReportsTwice implements JavaTrainable {
    @Override
    public void run(TrialContext trial) {
        trial.report(Map.of("loss", 1.0));
        trial.report(Map.of("loss", 2.0));
    }
}
