package org.attune.study;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One process of a trial. Immutable.
 *
 * @param from step of the checkpoint that it started from; 0 from scratch
 * @param cause absent while it runs
 */
public record Attempt(
        int number,
        String worker,
        OptionalInt until,
        int from,
        Instant started,
        Optional<Instant> ended,
        Optional<Cause> cause,
        String message,
        OptionalInt exit) {

    Attempt end(Instant at, Cause why, String text, OptionalInt code) {
        return new Attempt(number, worker, until, from, started, Optional.of(at), Optional.of(why), text, code);
    }
}
