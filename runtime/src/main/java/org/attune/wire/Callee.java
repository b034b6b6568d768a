package org.attune.wire;

import java.util.Arrays;
import java.util.List;

/**
 * What tasks that travel together call.
 *
 * @param code content hashes of the jars that have the classes, or of Python files; sent as {@code Code} once per session
 * @param function serialised, or in Python {@code module:name} or a pickle; empty if each task's body has its own
 * @param stored content hash of what is too large for a message and was sent as {@link FromClient.Code}: the function, or a single call; else empty
 */
public record Callee(List<String> code, byte[] function, String stored) {

    public Callee {
        code = List.copyOf(code);
    }

    /** What it takes to keep it. */
    public long bytes() {
        return function.length
                + stored.length()
                + code.stream().mapToLong(String::length).sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Callee callee
                && code.equals(callee.code)
                && stored.equals(callee.stored)
                && Arrays.equals(function, callee.function);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * code.hashCode() + stored.hashCode()) + Arrays.hashCode(function);
    }
}
