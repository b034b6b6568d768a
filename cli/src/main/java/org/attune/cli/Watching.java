package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.cli.live.LiveState;
import org.attune.cli.live.LiveTable;
import org.attune.cli.live.LiveView;
import org.attune.cli.live.PlainLines;
import org.attune.cli.live.Progress;
import org.attune.cli.live.Screen;
import org.attune.cli.slurm.StepSignals;
import org.attune.spec.StudySpec;

/** What stands between a running study and the person before the terminal: the picture one way, Ctrl-C the other. */
final class Watching implements AutoCloseable {
    static final String WARNED =
            "The allocation ends soon, says signal USR1. Pausing: trials come to their next report if they can, or save what they have.";

    private final Optional<Screen> terminal;
    private final LiveState state;
    private final Progress progress;
    private final Interrupts interrupts;

    private Watching(Optional<Screen> terminal, LiveState state, Progress progress, Interrupts interrupts) {
        this.terminal = terminal;
        this.state = state;
        this.progress = progress;
        this.interrupts = interrupts;
        Warnings.to(progress::say);
    }

    /** @param trials how many there will be, if that is known */
    static Watching start(StudySpec spec, OptionalInt trials, Optional<Screen> terminal, Clock clock, PrintWriter out) {
        return start(spec, trials, terminal, clock, out, new Interrupts());
    }

    static Watching start(
            StudySpec spec,
            OptionalInt trials,
            Optional<Screen> terminal,
            Clock clock,
            PrintWriter out,
            Interrupts interrupts) {
        LiveState state = new LiveState(spec, trials);
        LiveView view = new LiveView(Terminals.theme(System.getenv()));
        Progress progress =
                terminal.isPresent() ? new LiveTable(state, view, terminal.get(), clock) : new PlainLines(out, clock);
        return new Watching(terminal, state, progress, interrupts);
    }

    Progress progress() {
        return progress;
    }

    /** How many trials can run at once. */
    void slots(int number) {
        state.slots(number);
    }

    /** Whether the last one asks for more haste than a person does. */
    boolean isInterruptedBySlurm() {
        return StepSignals.areSlurms(System.getenv(), interrupts.isOfKeyboard());
    }

    /** What the first one does, for people. */
    String pausing() {
        return isInterruptedBySlurm()
                ? "Told to end: trials save what they have, before Slurm kills what is left."
                : "Pausing: trials save what they have. Ctrl-C again ends them at once.";
    }

    /** Until this is called, an interrupt ends the program. */
    void onInterrupt(Runnable first, Runnable second) {
        interrupts.are(first, second);
    }

    /** When the allocation is said to end soon; until this is called, as at an interrupt. */
    void onWarning(Runnable warned) {
        interrupts.warn(warned);
    }

    @Override
    public void close() throws IOException {
        interrupts.close();
        Warnings.toStandardError();
        progress.close();
        if (terminal.isPresent()) {
            terminal.get().close();
        }
    }
}
