package org.attune.trial.stack;

import java.util.Optional;

/** Whether a process is what it is said to be: numbers of processes are used again, and mean something else on another machine. */
public final class TrialProcesses {
    private TrialProcesses() {}

    /** Whether a process of this machine is a trial's that a head started here: the head itself, or descended from it. */
    public static boolean isOf(long process, long head) {
        Optional<ProcessHandle> one = ProcessHandle.of(process);
        while (one.isPresent()) {
            if (one.get().pid() == head) {
                return true;
            }
            one = one.get().parent();
        }
        return false;
    }
}
