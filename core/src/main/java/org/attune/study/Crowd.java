package org.attune.study;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How many trials may run beside each other where memory ran out and nobody knows whose fault it was: after the
 * second such end half as many, and so on, until they fit, or the one that takes too much is alone and found out.
 * Then as many as before. A function of the study's events; used by one thread.
 */
final class Crowd {
    private static final int ENOUGH = 2;

    /** One end of one job: a job that is begun anew may come to another. */
    private record Incident(String job, int time) {}

    private final Set<Incident> incidents = new HashSet<>();
    private final Map<Integer, Map<String, Integer>> ends = new HashMap<>();
    private OptionalInt most = OptionalInt.empty();

    /** How many, at most; absent if there is no limit. */
    OptionalInt most() {
        return most;
    }

    void ended(int trial, Cause cause, String message) {
        if (cause == Cause.OUT_OF_MEMORY && ends.containsKey(trial)) {
            forget();
        }
        SharedEnd.in(cause, message).ifPresent(end -> {
            int time = ends.computeIfAbsent(trial, any -> new HashMap<>()).merge(end.job(), 1, Integer::sum);
            boolean isNews = incidents.add(new Incident(end.job(), time));
            if (isNews && incidents.size() >= ENOUGH) {
                int crowd = Math.min(end.trials(), most.orElse(Integer.MAX_VALUE));
                most = OptionalInt.of(Math.max(1, crowd / 2));
            }
        });
    }

    /** What took the memory is known, or things have changed. */
    void forget() {
        incidents.clear();
        ends.clear();
        most = OptionalInt.empty();
    }
}
