package org.attune.trial.process;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A program to be started for an attempt.
 *
 * @param words the command line
 * @param call a Python function, {@code FILE.py:FUNCTION}, that may be called in a warm process instead
 * @param environment all of it
 * @param cpus numbers of the CPUs to bind it to; empty for no bounds
 * @param threads how many threads numerical libraries should use, for a warm process; absent to leave them alone
 */
public record StartRequest(
        int trial,
        int attempt,
        List<String> words,
        Optional<String> call,
        Map<String, String> environment,
        List<Integer> cpus,
        OptionalInt threads) {

    public StartRequest {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
        cpus = List.copyOf(cpus);
    }
}
