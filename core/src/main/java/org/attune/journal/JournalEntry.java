package org.attune.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.attune.study.Event;

/**
 * An event with its place in the journal. Immutable.
 *
 * @param seq number of the event, from 1, without gaps
 * @param time when it happened; the journal keeps milliseconds, so anything finer is dropped here
 */
public record JournalEntry(long seq, Instant time, Event event) {
    public JournalEntry {
        time = time.truncatedTo(ChronoUnit.MILLIS);
    }
}
