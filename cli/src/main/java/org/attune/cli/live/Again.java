package org.attune.cli.live;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.attune.study.Event;
import org.attune.study.Study;

/** Trials that go on after something befell them: told once where they do so at once, and again at its time where they rest before. */
final class Again {
    private final Map<Integer, Duration> resting = new HashMap<>();
    private final Set<Integer> told = new HashSet<>();

    /** To be said before the end of the attempt is. */
    void rests(int trial, Duration pause) {
        resting.put(trial, pause);
    }

    Optional<String> ended(Study study, Event.AttemptEnded ended) {
        Optional<Duration> pause = Optional.ofNullable(resting.remove(ended.trial()));
        Optional<String> line = EventWords.requeued(study, ended, pause);
        if (line.isPresent() && pause.isEmpty()) {
            told.add(ended.trial());
        }
        return line;
    }

    /** Whether it was told already that the trial goes on. */
    boolean isTold(Event.AttemptStarted started) {
        return told.remove(started.trial());
    }
}
