package org.attune.wire;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Whose handshake goes on: of those who have begun to speak so many at once, in the order in which they came. Were all of a thousand heard at the same time, each would take as long as all together, which is longer
 * than any of them waits; what the head had done for them would be in vain, and would have to be done again. Thread-safe.
 */
final class Hearing {
    static final int AT_ONCE = 64;

    /** Who is silent for so long makes others wait in vain. */
    static final Duration PAUSE = Duration.ofMillis(250);

    private final Set<Stranger> heard = new LinkedHashSet<>();
    private final Set<Stranger> waiting = new LinkedHashSet<>();

    synchronized void ask(Stranger stranger) {
        waiting.add(stranger);
        next();
    }

    /** Its turn is over, or it waits no longer. */
    synchronized void over(Stranger stranger) {
        waiting.remove(stranger);
        heard.remove(stranger);
        next();
    }

    synchronized boolean isWaiting(Stranger stranger) {
        return waiting.contains(stranger);
    }

    private void next() {
        while (heard.size() < AT_ONCE && !waiting.isEmpty()) {
            Stranger first = waiting.iterator().next();
            waiting.remove(first);
            heard.add(first);
            first.hear();
        }
    }
}
