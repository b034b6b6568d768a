package org.attune.head.hosting;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.attune.study.Event;
import org.attune.study.Study;
import org.attune.study.Trial;
import org.attune.study.TrialState;

/** How each trial of a study stands, for whoever asks while the study is at work on its own thread. Thread-safe. */
final class Standings {
    private final Map<Integer, TrialState> states = new ConcurrentHashMap<>();
    private volatile String heldBack = "";

    void began(Study study) {
        study.trials().forEach(this::put);
    }

    void changed(Study study, List<Event> events) {
        events.stream()
                .map(Standings::trial)
                .flatMapToInt(OptionalInt::stream)
                .distinct()
                .forEach(trial -> put(study.trial(trial)));
    }

    /** What does not begin since too little time is left; empty if nothing does. */
    void heldBack(String what) {
        heldBack = what;
    }

    String heldBack() {
        return heldBack;
    }

    /** How many trials there are; their numbers are below. */
    int trials() {
        return states.size();
    }

    /** Why a trial that is there neither runs nor waits for a place; absent if it may. */
    Optional<String> whyIdle(int trial) {
        TrialState state = states.get(trial);
        if (!state.isFinal() && state != TrialState.RUNNING && !heldBack.isEmpty()) {
            return Optional.of(heldBack);
        } else if (state == TrialState.PAUSED) {
            return Optional.of("it is paused: the scheduler decides later whether it goes on");
        }
        return state.isFinal()
                ? Optional.of("it waits for nothing: it is " + state.name().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    private void put(Trial trial) {
        states.put(trial.id(), trial.state());
    }

    private static OptionalInt trial(Event event) {
        if (event instanceof Event.TrialCreated one) {
            return OptionalInt.of(one.trial());
        } else if (event instanceof Event.AttemptStarted one) {
            return OptionalInt.of(one.trial());
        } else if (event instanceof Event.Decided one) {
            return OptionalInt.of(one.trial());
        } else if (event instanceof Event.AttemptEnded one) {
            return OptionalInt.of(one.trial());
        }
        return OptionalInt.empty();
    }
}
