package org.attune.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.tuner.TrialRunner;

/** A worker in a JVM of its own: runs a script as so many trials at once, and says for each when it has reported and when it is over. */
final class WorkerMain {
    private WorkerMain() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int trials = Integer.parseInt(arguments[1]);
        Duration grace = Duration.ofSeconds(Integer.parseInt(arguments[2]));
        CountDownLatch ends = new CountDownLatch(trials);
        TrialRunner worker =
                Workers.shell(Files.readString(folder.resolve("script")), folder, folder.resolve("results"), grace);
        worker.open(signal -> {
            if (signal instanceof Signal.Reported report) {
                worker.execute(new Command.Answer(
                        report.trial(), report.attempt(), report.report(), Optional.empty(), OptionalInt.empty()));
                System.out.println("reported " + report.trial());
            } else if (signal instanceof Signal.AttemptOver over) {
                System.out.println(over.cause() + " " + over.trial() + " " + over.message());
                ends.countDown();
            }
        });
        for (int trial = 0; trial < trials; trial++) {
            worker.execute(TrialRunnerContract.start(trial));
        }
        ends.await();
        worker.close();
    }
}
