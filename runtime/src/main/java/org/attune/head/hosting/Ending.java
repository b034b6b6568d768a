package org.attune.head.hosting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.tuner.Outcome;
import org.attune.tuner.SpecChangedException;
import org.attune.tuner.Troubles;
import org.attune.wire.ToClient;

/**
 * How a study ended here.
 *
 * @param outcome absent if it failed
 * @param before whether it was over before it was to run
 * @param problem what went wrong, for people; empty if nothing did
 * @param isQuestion whether it goes on if somebody accepts the changes that the problem tells of
 */
record Ending(Optional<Outcome> outcome, boolean before, String problem, boolean isQuestion) {

    static Ending of(Outcome outcome, boolean before) {
        return new Ending(Optional.of(outcome), before, "", false);
    }

    static Ending failed(Throwable problem) {
        boolean isQuestion = problem instanceof SpecChangedException changed
                && changed.change().isAllowed();
        return new Ending(Optional.empty(), false, Troubles.text(problem), isQuestion);
    }

    /** What a client is told last. */
    List<ToClient> messages(long id) {
        List<ToClient> messages = new ArrayList<>();
        if (isQuestion) {
            messages.add(new ToClient.Part(id, Map.of("question", "acceptChanges")));
        }
        outcome.ifPresentOrElse(
                how -> {
                    messages.add(new ToClient.Part(id, Map.of("outcome", how.name(), "before", before)));
                    messages.add(new ToClient.Done(id));
                },
                () -> messages.add(new ToClient.Failed(id, problem)));
        return messages;
    }

    String text() {
        return outcome.map(how -> how.goesOn() ? "paused" : "ended: " + how.reason())
                .orElse("ended by a failure: " + problem);
    }
}
