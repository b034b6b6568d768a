package org.attune.head.hosting;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.tuner.Outcome;
import org.attune.wire.ToClient;

/**
 * How a study ended here.
 *
 * @param outcome absent if it failed
 * @param before whether it was over before it was to run
 * @param problem what went wrong, for people; empty if nothing did
 */
record Ending(Optional<Outcome> outcome, boolean before, String problem) {

    static Ending of(Outcome outcome, boolean before) {
        return new Ending(Optional.of(outcome), before, "");
    }

    static Ending failed(String problem) {
        return new Ending(Optional.empty(), false, problem);
    }

    /** What a client is told last. */
    List<ToClient> messages(long id) {
        return outcome.<List<ToClient>>map(how -> List.of(
                        new ToClient.Part(id, Map.of("outcome", how.name(), "before", before)), new ToClient.Done(id)))
                .orElseGet(() -> List.of(new ToClient.Failed(id, problem)));
    }

    String text() {
        return outcome.map(how -> how == Outcome.INTERRUPTED ? "paused" : "ended: " + how.reason())
                .orElse("ended by a failure: " + problem);
    }
}
