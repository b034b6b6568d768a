package org.attune.study;

import java.util.Optional;

/** What a free slot should do. */
public sealed interface Next {

    /** Take in these events and start the attempt. {@code created}: present for a new trial. */
    record Begin(Optional<Event.TrialCreated> created, Event.AttemptStarted started) implements Next {}

    /** Nothing before something else has happened. */
    record Wait() implements Next {}

    /** Nothing any more. */
    record Done() implements Next {}
}
