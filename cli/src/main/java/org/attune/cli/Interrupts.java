package org.attune.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jline.utils.Signals;

/**
 * What Ctrl-C and a polite kill do: the first asks to end, the second ends at once, the third leaves everything as it
 * lies. {@code USR1} is none of them: batch systems warn by it that an allocation ends soon, and then send others.
 */
public final class Interrupts implements AutoCloseable {
    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");
    private static final String WARNING = "USR1";

    private final Map<String, Object> formerHandlers = new LinkedHashMap<>();
    /** Some send a signal to a program and to its group: nobody presses Ctrl-C twice that fast. */
    private static final Duration ONE = Duration.ofMillis(300);

    /** Slurm sends one to tasks, and another to what started them, which passes it on. */
    private static final Duration ONE_OF_STEP = Duration.ofSeconds(2);

    private final Duration one;
    private int count;
    private String name = "";
    private long last;
    private volatile Runnable first = Interrupts::leave;
    private volatile Runnable second = Interrupts::leave;
    private volatile Runnable warned = () -> first.run();

    public Interrupts() {
        this(SIGNALS, ONE);
        warn();
    }

    private Interrupts(List<String> signals, Duration one) {
        this.one = one;
        signals.forEach(signal -> formerHandlers.put(signal, Signals.register(signal, () -> signalled(signal))));
    }

    /** Of Ctrl-C alone: a program that only looks on may just end when its terminal is gone. */
    static Interrupts ofKeyboard() {
        return new Interrupts(List.of("INT"), ONE);
    }

    /** Of a task that {@code srun} started. */
    static Interrupts ofStep() {
        Interrupts interrupts = new Interrupts(SIGNALS, ONE_OF_STEP);
        interrupts.warn();
        return interrupts;
    }

    /** Until this is called, a signal ends the program. */
    public void are(Runnable atFirst, Runnable atSecond) {
        first = atFirst;
        second = atSecond;
    }

    /** What is done when the allocation is said to end soon, perhaps several times; until this is called, what is done at the first interrupt. */
    public void warn(Runnable atWarning) {
        warned = atWarning;
    }

    /** Whether the last one was Ctrl-C: a person waits, and not a system that kills soon. */
    public synchronized boolean isOfKeyboard() {
        return name.equals("INT");
    }

    @Override
    public void close() {
        formerHandlers.forEach(Signals::unregister);
    }

    private void warn() {
        formerHandlers.put(WARNING, Signals.register(WARNING, () -> warned.run()));
    }

    private void signalled(String signal) {
        switch (count(signal)) {
            case 0 -> {} // still the one before
            case 1 -> first.run();
            case 2 -> second.run();
            default -> leave();
        }
    }

    private synchronized int count(String signal) {
        long now = System.nanoTime();
        if (count > 0 && now - last < one.toNanos()) {
            return 0;
        }
        last = now;
        name = signal;
        return ++count;
    }

    private static void leave() {
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
}
