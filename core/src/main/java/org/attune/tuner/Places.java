package org.attune.tuner;

import java.util.Optional;

/** The equal places of a runner that is one worker. Thread-safe. */
public final class Places {
    private final String worker;
    private final int most;
    private int taken;

    /** @param most how many attempts can run at once */
    public Places(String worker, int most) {
        this.worker = worker;
        this.most = most;
    }

    /** As {@link TrialRunner#reserve} has it. */
    public synchronized Optional<String> reserve() {
        if (taken == most) {
            return Optional.empty();
        }
        taken++;
        return Optional.of(worker);
    }

    /** As {@link TrialRunner#release} has it. */
    public synchronized void release() {
        taken--;
    }
}
