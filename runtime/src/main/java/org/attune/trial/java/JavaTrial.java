package org.attune.trial.java;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.attune.trial.JavaTrainables;
import org.attune.tuner.JavaTrainable;
import org.attune.tuner.TrialContext.TrialEnded;

/** The program of a process that is one attempt at a trial in Java. */
public final class JavaTrial {
    private static final int FAILED = 1;

    private JavaTrial() {}

    /** @param arguments name of the trainable's class */
    public static void main(String[] arguments) {
        ProcessTrial trial = new ProcessTrial(System.getenv(), Thread.currentThread());
        CountDownLatch over = new CountDownLatch(1);
        // TERM asks it to end, as an interrupt does where trials are threads; whoever sent it kills what takes too
        // long.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (over.getCount() > 0 && !callsExit()) {
                trial.end();
                await(over);
            }
        }));
        int code = run(arguments[0], trial);
        System.out.flush();
        over.countDown();
        System.exit(code);
    }

    private static int run(String name, ProcessTrial trial) {
        JavaTrainable trainable;
        try {
            trainable = JavaTrainables.load(name);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return FAILED;
        }
        try {
            trainable.run(trial);
            return 0;
        } catch (TrialEnded e) {
            return 0;
        } catch (Throwable e) {
            if (trial.isEnding()) {
                return 0;
            }
            System.err.print("Exception in thread \"main\" ");
            e.printStackTrace();
            return FAILED;
        }
    }

    /** Whether the trial itself asked for the end of its process; its thread may wait for that, and for ever. */
    private static boolean callsExit() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(Runtime.class.getName())
                        && frame.getMethodName().equals("exit"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
