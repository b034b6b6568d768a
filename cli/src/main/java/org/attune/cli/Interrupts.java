package org.attune.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/** What Ctrl-C and a polite kill do: the first asks to end, the second ends at once, the third leaves everything as it lies. */
final class Interrupts implements AutoCloseable {
    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

    private final Map<String, Object> formerHandlers = new LinkedHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile Runnable first = Interrupts::leave;
    private volatile Runnable second = Interrupts::leave;

    Interrupts() {
        SIGNALS.forEach(signal -> formerHandlers.put(signal, Signals.register(signal, this::signalled)));
    }

    /** Until this is called, a signal ends the program. */
    void are(Runnable atFirst, Runnable atSecond) {
        first = atFirst;
        second = atSecond;
    }

    @Override
    public void close() {
        formerHandlers.forEach(Signals::unregister);
    }

    private void signalled() {
        switch (count.incrementAndGet()) {
            case 1 -> first.run();
            case 2 -> second.run();
            default -> leave();
        }
    }

    private static void leave() {
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
}
