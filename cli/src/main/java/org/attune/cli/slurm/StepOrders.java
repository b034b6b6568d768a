package org.attune.cli.slurm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.attune.background.Daemons;

/**
 * How the process that started a step tells the step's first task to end: by that task's standard input. A signal to {@code srun} would reach all processes of the step, trials too, before these are told to save.
 */
public final class StepOrders {
    private static final String VARIABLE = "ATTUNE_STEP_ORDERS";
    private static final char PATIENT = 'p';
    private static final char SOON = 's';
    private static final char WARNED = 'w';

    private final OutputStream first;

    /** @param first the standard input of the first task */
    StepOrders(OutputStream first) {
        this.first = first;
    }

    /** To the tasks of a step, by their environment. */
    static void announce(Map<String, String> environment) {
        environment.put(VARIABLE, "stdin");
    }

    public static boolean areGiven(Map<String, String> environment) {
        return environment.containsKey(VARIABLE);
    }

    /** What the first task starts is given none. */
    public static void hide(Map<String, String> environment) {
        environment.remove(VARIABLE);
    }

    /** @param patient whether trials may come to their next report before they are asked to save */
    void end(boolean patient) {
        give(patient ? PATIENT : SOON);
    }

    /** The allocation ends soon. */
    void warn() {
        give(WARNED);
    }

    private void give(char order) {
        try {
            first.write(order);
            first.write('\n');
            first.flush();
        } catch (IOException e) {
            // The step is ending already.
        }
    }

    /**
     * In the first task, if it is given any: carries the orders out, and ends as well if who gives them is gone. As a signal would, for whatever minds signals just then.
     *
     * @param input standard input
     */
    public static void obey(Map<String, String> environment, InputStream input) {
        if (areGiven(environment)) {
            Daemons.thread("attune-step-orders", () -> obey(input)).start();
        }
    }

    private static void obey(InputStream input) {
        try {
            for (int one = input.read(); one >= 0; one = input.read()) {
                switch (one) {
                    case PATIENT -> signalThisProcess("INT");
                    case SOON -> signalThisProcess("TERM");
                    case WARNED -> signalThisProcess("USR1");
                    default -> {} // the end of a line
                }
            }
        } catch (IOException e) {
            // As if it had ended.
        }
        signalThisProcess("TERM");
    }

    private static void signalThisProcess(String signal) {
        Kill.send(signal, ProcessHandle.current());
    }
}
