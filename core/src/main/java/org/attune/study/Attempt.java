package org.attune.study;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One process of a trial. Immutable.
 *
 * @param from step of the checkpoint that it started from; 0 from scratch
 * @param placement absent until it runs
 * @param cause absent while it runs
 */
public record Attempt(
        int number,
        String worker,
        OptionalInt until,
        int from,
        Instant started,
        Optional<Placement> placement,
        Optional<Instant> ended,
        Optional<Cause> cause,
        String message,
        OptionalInt exit) {

    Attempt place(Placement where) {
        return new Attempt(number, worker, until, from, started, Optional.of(where), ended, cause, message, exit);
    }

    Attempt end(Instant at, Cause why, String text, OptionalInt code) {
        return new Attempt(
                number, worker, until, from, started, placement, Optional.of(at), Optional.of(why), text, code);
    }
}
