package org.attune.cli.slurm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.attune.background.Daemons;

/**
 * How the process that started a step tells the step's first task to end: by that task's standard input. A signal to
 * {@code srun} would reach all processes of the step, trials too, before these are told to save.
 */
public final class StepOrders {
    private static final String VARIABLE = "ATTUNE_STEP_ORDERS";
    private static final String PATIENT = "p";
    private static final String SOON = "s";
    private static final String WARNED = "w";

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
        write(patient ? PATIENT : SOON);
    }

    /** The allocation ends soon. */
    void warn() {
        write(WARNED);
    }

    /** The terminal has another size. */
    void resized(String size) {
        write(size);
    }

    private synchronized void write(String order) {
        try {
            first.write((order + "\n").getBytes(StandardCharsets.UTF_8));
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
            BufferedReader orders = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                switch (order) {
                    case PATIENT -> signalThisProcess("INT");
                    case SOON -> signalThisProcess("TERM");
                    case WARNED -> signalThisProcess("USR1");
                    default -> StepTerminal.resized(order);
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
