package org.attune.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;
import org.attune.spec.Resources;
import org.attune.spec.Trainable;
import org.attune.trial.java.JavaProgram;
import org.attune.tuner.Command;
import org.attune.tuner.JavaTrainable;
import org.attune.tuner.TrialContext;
import org.attune.tuner.TrialRunner;
import org.attune.wire.ToWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials of Java trainables, as workers of a cluster run them: processes that keep the same promises. */
class JavaProcessesTest extends TrialRunnerContract {

    @Override
    protected TrialRunner runner(Behaviour behaviour, Path folder, Path results) {
        return worker(
                switch (behaviour) {
                    case REPORTS_TWICE -> ReportsTwice.class;
                    case REPORTS_FOR_EVER -> ReportsForEver.class;
                    case REPORTS_ONCE_AND_WAITS -> ReportsOnceAndWaits.class;
                    case FAILS -> Fails.class;
                    case SAVES -> Saves.class;
                    case LOADS -> Loads.class;
                },
                folder,
                results);
    }

    private static PlacedTrials worker(Class<?> trainable, Path folder, Path results) {
        Path cache = Path.of("target", "test-cache").toAbsolutePath();
        return Workers.worker(
                JavaProgram.of(
                        new Trainable.JavaClass(trainable.getName()),
                        Resources.oneCpu(),
                        List.of(),
                        Workers.python(cache)),
                folder,
                results,
                Workers.GRACE);
    }

    @Test
    void itSeesItsPlaceAmongThePartsOfItsTrialAndItsConfigurationAsItIs(@TempDir Path folder) throws Exception {
        try (PlacedTrials worker = worker(TellsItsPlace.class, folder, folder.resolve("results"))) {
            Head head = Head.lettingAllGoOn(worker);
            Map<String, Object> values =
                    Map.of("lr", 0.1, "adam.beta", 1.0, "layers", 3L, "ü", "漢", "sizes", List.of(1L));
            Command.Start start = new Command.Start(
                    0, 1, "local", new Configuration(values), OptionalInt.of(9), 0, Optional.empty(), Optional.empty());
            worker.start(start, new Place(List.of(), Optional.of(new ToWorker.Gang(0, 3, "host1", 4711))));
            head.awaitEnd(0);
            assertThat(head.reports(0))
                    .as(() -> output(folder))
                    .singleElement()
                    .satisfies(report -> assertThat(report.metrics())
                            .containsEntry("loss", Double.NaN)
                            .containsEntry("size", 3.0)
                            .containsEntry("port", 4711.0)
                            .containsEntry("until", 9.0));
            assertThat(output(folder)).contains("host1 " + values.size() + " 1.0 3 漢 [1]");
        }
    }

    private static String output(Path folder) {
        try {
            return Workers.output(folder.resolve("results"), 0);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    /** Tells what it sees. */
    public static final class TellsItsPlace implements JavaTrainable {
        @Override
        public void run(TrialContext trial) {
            Configuration seen = trial.configuration();
            System.out.println(trial.part().address() + " " + seen.values().size() + " " + seen.get("adam.beta") + " "
                    + seen.get("layers") + " " + seen.get("ü") + " " + seen.get("sizes"));
            trial.report(Map.of(
                    "loss",
                    Double.NaN,
                    "size",
                    (double) trial.part().size(),
                    "port",
                    (double) trial.part().port(),
                    "until",
                    (double) trial.until().orElse(0)));
        }
    }

    /** Does what the contract says. */
    private abstract static class Behaving implements JavaTrainable {
        private final Behaviour behaviour;

        Behaving(Behaviour behaviour) {
            this.behaviour = behaviour;
        }

        @Override
        public void run(TrialContext trial) throws Exception {
            InProcessRunnerTest.trainable(behaviour).run(trial);
        }
    }

    /** As the contract has it. */
    public static final class ReportsTwice extends Behaving {
        public ReportsTwice() {
            super(Behaviour.REPORTS_TWICE);
        }
    }

    /** As the contract has it. */
    public static final class ReportsForEver extends Behaving {
        public ReportsForEver() {
            super(Behaviour.REPORTS_FOR_EVER);
        }
    }

    /** As the contract has it. */
    public static final class ReportsOnceAndWaits extends Behaving {
        public ReportsOnceAndWaits() {
            super(Behaviour.REPORTS_ONCE_AND_WAITS);
        }
    }

    /** As the contract has it. */
    public static final class Fails extends Behaving {
        public Fails() {
            super(Behaviour.FAILS);
        }
    }

    /** As the contract has it. */
    public static final class Saves extends Behaving {
        public Saves() {
            super(Behaviour.SAVES);
        }
    }

    /** As the contract has it. */
    public static final class Loads extends Behaving {
        public Loads() {
            super(Behaviour.LOADS);
        }
    }
}
