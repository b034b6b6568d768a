package org.attune.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.attune.background.Daemons;
import org.attune.journal.DiskProblem;

/** All checks at once, told in their order: one that hangs keeps no other from being told, nor the program from ending. */
final class Examination {
    private final Surroundings here;

    Examination(Surroundings here) {
        this.here = here;
    }

    void run(List<Check> checks, Consumer<Finding> told) throws InterruptedException {
        long begin = System.nanoTime();
        List<FutureTask<List<Finding>>> running = new ArrayList<>();
        for (Check check : checks) {
            FutureTask<List<Finding>> task = new FutureTask<>(() -> examine(check));
            Daemons.thread("doctor-" + check.what(), task).start();
            running.add(task);
        }
        for (int i = 0; i < checks.size(); i++) {
            findings(checks.get(i), running.get(i), begin).forEach(told);
        }
    }

    private List<Finding> findings(Check check, FutureTask<List<Finding>> running, long begin)
            throws InterruptedException {
        long left = check.limit().toNanos() - (System.nanoTime() - begin);
        try {
            return running.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            return List.of(check.late(here));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private List<Finding> examine(Check check) throws InterruptedException {
        try {
            return check.examine(here);
        } catch (IOException e) {
            return List.of(Finding.red(check.what(), plain(DiskProblem.sentence(e)), DiskProblem.remedy(e) + "."));
        } catch (RuntimeException e) {
            return List.of(Finding.red(
                    check.what(), "it could not be looked at: " + e, "Report this: it is a fault in Attune itself."));
        }
    }

    private static String plain(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
