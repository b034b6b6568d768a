package org.attune.head;

import java.util.Optional;
import org.attune.engine.slurm.JobState;

/** Finds out what became of the job of a worker whose link is lost. Thread-safe; never waits. */
public interface Inquest {
    Inquest NONE = new Inquest() {
        @Override
        public void begin(WorkerHandle worker) {}

        @Override
        public Optional<JobState> found(WorkerHandle worker) {
            return Optional.empty();
        }
    };

    /** Its link is lost: it may be back, or be given up some seconds later. */
    void begin(WorkerHandle worker);

    /** What is known now. */
    Optional<JobState> found(WorkerHandle worker);

    /** Whether the job has more tasks than this worker, or more nodes. */
    default boolean isShared(WorkerHandle worker) {
        return false;
    }
}
