package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes, as people and systems send them. */
public final class Signals {
    private Signals() {}

    /** @param name such as {@code INT} */
    public static void send(String name, Process process) {
        send(name, process.pid());
    }

    /** @param name such as {@code INT} */
    public static void send(String name, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", "-s", name, Long.toString(pid)).start();
            assertThat(kill.waitFor()).as("kill -s " + name + " " + pid).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
