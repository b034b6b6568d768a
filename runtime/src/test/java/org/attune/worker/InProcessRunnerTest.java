package org.attune.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.attune.tuner.Capacity;
import org.attune.tuner.InProcessRunner;
import org.attune.tuner.JavaTrainable;
import org.attune.tuner.TrialRunner;

/** Trials in this process keep the same promises. */
class InProcessRunnerTest extends TrialRunnerContract {

    @Override
    protected TrialRunner runner(Behaviour behaviour, Path folder, Path results) {
        return new InProcessRunner(trainable(behaviour), new Capacity(3, "the test"), results);
    }

    static JavaTrainable trainable(Behaviour behaviour) {
        return switch (behaviour) {
            case REPORTS_TWICE ->
                trial -> {
                    trial.report(Map.of("loss", 1.0));
                    trial.report(Map.of("loss", 2.0));
                };
            case REPORTS_FOR_EVER ->
                trial -> {
                    while (true) {
                        trial.report(Map.of("loss", 1.0));
                    }
                };
            case REPORTS_ONCE_AND_WAITS ->
                trial -> {
                    trial.report(Map.of("loss", 1.0));
                    new CountDownLatch(1).await();
                };
            case FAILS ->
                trial -> {
                    trial.report(Map.of("loss", 1.0));
                    throw new IllegalStateException("it is broken");
                };
            case SAVES ->
                trial -> {
                    Path checkpoint = trial.newCheckpoint();
                    Files.writeString(checkpoint.resolve("state"), "saved");
                    trial.report(trial.step() + 1, Map.of("loss", 1.0), Optional.of(checkpoint));
                };
            case LOADS ->
                trial -> {
                    boolean found = trial.checkpoint()
                            .filter(path -> Files.exists(path.resolve("state")))
                            .isPresent();
                    trial.report(Map.of("found", found ? 1.0 : 0.0));
                };
        };
    }
}
