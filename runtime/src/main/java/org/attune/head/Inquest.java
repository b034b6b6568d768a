package org.attune.head;

import java.util.Optional;
import org.attune.engine.slurm.JobState;

/** Finds out what became of the job of a worker whose link is lost. Thread-safe; never waits. */
public interface Inquest {
    Inquest NONE = new Inquest() {
        @Override
        public void begin(WorkerHandle worker, boolean isTold) {}

        @Override
        public Optional<JobState> found(WorkerHandle worker) {
            return Optional.empty();
        }
    };

    /**
     * Its link is lost: it may be back, or be given up some seconds later. Or it is about to leave.
     *
     * @param isTold whether its job is why, which was sent {@code TERM}
     */
    void begin(WorkerHandle worker, boolean isTold);

    /** Whether more may be known in a moment. */
    default boolean isAsking(WorkerHandle worker) {
        return false;
    }

    /** What is known now. */
    Optional<JobState> found(WorkerHandle worker);

    /** Whether the job has more tasks than this worker, or more nodes. */
    default boolean isShared(WorkerHandle worker) {
        return false;
    }
}
