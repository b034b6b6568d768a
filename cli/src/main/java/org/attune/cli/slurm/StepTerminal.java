package org.attune.cli.slurm;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.cli.live.Screen;

/** The terminal of whoever started a step, as the step's first task draws on it: {@code srun} passes on what that prints, and its size comes with the {@link StepOrders}. Thread-safe. */
public final class StepTerminal implements Screen {
    private static final String VARIABLE = "ATTUNE_STEP_TERMINAL";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    /** Of the one that this process may have. */
    private static volatile String latest = "";

    private final PrintWriter out;

    private StepTerminal(PrintWriter out) {
        this.out = out;
    }

    /** To the tasks of a step, by their environment. */
    static void announce(Screen terminal, Map<String, String> environment) {
        environment.put(VARIABLE, size(terminal));
    }

    /** {@code 120x40}. */
    static String size(Screen terminal) {
        return terminal.width() + "x" + terminal.height();
    }

    /** Whether a line of orders is the size that it has now. */
    static boolean resized(String line) {
        boolean isSize = SIZE.matcher(line).matches();
        latest = isSize ? line : latest;
        return isSize;
    }

    /**
     * Absent where none is there.
     *
     * @param out standard output
     */
    public static Optional<Screen> of(Map<String, String> environment, PrintWriter out) {
        String size = environment.getOrDefault(VARIABLE, "");
        if (!SIZE.matcher(size).matches()) {
            return Optional.empty();
        }
        latest = latest.isEmpty() ? size : latest;
        return Optional.of(new StepTerminal(out));
    }

    @Override
    public int width() {
        return part(1);
    }

    @Override
    public int height() {
        return part(2);
    }

    private static int part(int group) {
        Matcher size = SIZE.matcher(latest);
        return size.matches() ? Integer.parseInt(size.group(group)) : 0;
    }

    @Override
    public PrintWriter writer() {
        return out;
    }
}
