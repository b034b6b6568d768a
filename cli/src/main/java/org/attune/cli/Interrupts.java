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

    Interrupts(Runnable first, Runnable second) {
        SIGNALS.forEach(signal -> formerHandlers.put(signal, Signals.register(signal, () -> {
            switch (count.incrementAndGet()) {
                case 1 -> first.run();
                case 2 -> second.run();
                default -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
            }
        })));
    }

    boolean any() {
        return count.get() > 0;
    }

    @Override
    public void close() {
        formerHandlers.forEach(Signals::unregister);
    }
}
