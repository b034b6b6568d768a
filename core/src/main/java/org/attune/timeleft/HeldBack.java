package org.attune.timeleft;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.attune.text.Durations;

/** Trials that do not begin since too little time is left. Not for use by several threads. */
public final class HeldBack {
    private final Map<Integer, Need> needs = new TreeMap<>();
    private Duration most = Duration.ZERO;
    private boolean isNeverEnough;

    public void clear() {
        needs.clear();
        most = Duration.ZERO;
        isNeverEnough = false;
    }

    /**
     * @param need of several that one trial could have, the least counts
     * @param span in which it does not fit
     */
    public void add(int trial, Need need, Span span) {
        needs.merge(trial, need, (one, other) -> least(List.of(one, other)));
        most = span.left().compareTo(most) > 0 ? span.left() : most;
        isNeverEnough |= span.isNeverEnough(need);
    }

    public boolean isEmpty() {
        return needs.isEmpty();
    }

    public int count() {
        return needs.size();
    }

    public boolean has(int trial) {
        return needs.containsKey(trial);
    }

    /** What the one needs that needs least, a time above zero. */
    public Duration least() {
        double seconds = needs.isEmpty() ? 0 : least(needs.values()).time().middle();
        return Duration.ofMillis((long) Math.ceil(seconds * 1000) + 1);
    }

    /** For people: {@code 3 trials wait for the next allocation: 27 steps need 12 min, 8 min are left}. */
    public String text() {
        if (needs.isEmpty()) {
            return "";
        }
        Need need = least(needs.values());
        String who = needs.size() == 1
                ? "trial " + needs.keySet().iterator().next() + " waits"
                : needs.size() + " trials wait";
        return who + " for the next allocation: " + text(need) + ", " + Durations.text(most) + " are left"
                + (isNeverEnough
                        ? ". No allocation of this length is enough for some of them: they begin at the beginning of one all the same. Save more often, or ask for a longer --time"
                        : "");
    }

    private static String text(Need need) {
        return need.steps() == 1 ? "a step needs " + time(need) : need.steps() + " steps need " + time(need);
    }

    private static String time(Need need) {
        return Durations.text(Duration.ofMillis((long) (need.time().middle() * 1000)));
    }

    private static Need least(Collection<Need> needs) {
        return needs.stream()
                .min(Comparator.comparing(need -> need.time().middle()))
                .orElseThrow();
    }
}
