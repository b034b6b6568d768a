package org.attune.cli;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Where warnings from anywhere in the program go: to standard error, or above the live table. */
public final class Warnings {
    private static final Consumer<String> STANDARD_ERROR = text -> System.err.println("attune: " + text);
    private static final AtomicReference<Consumer<String>> SINK = new AtomicReference<>(STANDARD_ERROR);

    private Warnings() {}

    public static void tell(String text) {
        SINK.get().accept(text);
    }

    public static void to(Consumer<String> sink) {
        SINK.set(sink);
    }

    static void toStandardError() {
        SINK.set(STANDARD_ERROR);
    }
}
