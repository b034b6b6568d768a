package org.attune.tuner;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;
import org.attune.space.record.RecordSpace;

/** What a trial in Java sees of its study. Used by the trial's own thread. */
public interface TrialContext {

    int trial();

    int attempt();

    /** Its place among the processes of a trial that has several workers ({@code nodes}); where it has one, {@link Part#ALONE}. */
    default Part part() {
        return Part.ALONE;
    }

    Configuration configuration();

    /**
     * The configuration as a record whose components are the space; see {@link RecordSpace}.
     *
     * @throws IllegalArgumentException if it is none of the record's, or the record's constructor refuses it
     */
    default <R extends Record> R configuration(Class<R> type) {
        return RecordSpace.of(type).read(configuration());
    }

    /** Step of the checkpoint to start from, 0 from scratch: the next report is of the step after it. */
    int step();

    /** Step at which the scheduler decides on the trial next, as of the last report. */
    OptionalInt until();

    /** Folder of the checkpoint to start from. */
    Optional<Path> checkpoint();

    /** A new empty folder to save a checkpoint in. */
    Path newCheckpoint();

    /**
     * Reports the metrics of the next step and waits until the report is recorded.
     *
     * @throws TrialEnded if the trial should end; let it pass
     */
    void report(Map<String, Double> metrics);

    /** The same, of a given step, with a checkpoint: a folder that becomes Attune's. */
    void report(int step, Map<String, Double> metrics, Optional<Path> checkpoint);

    /**
     * The place of a process among those of one trial, which are started together, one on each worker.
     *
     * @param rank from 0; only reports of rank 0 count
     * @param size how many processes there are
     * @param address of the machine of rank 0
     * @param port on that machine, at which the others may look for rank 0; nobody listens there yet
     */
    record Part(int rank, int size, String address, int port) {
        public static final Part ALONE = new Part(0, 1, "localhost", 0);
    }

    /** Thrown by {@link #report} to end the trial. */
    final class TrialEnded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public TrialEnded(String message) {
            super(message, null, false, false);
        }
    }
}
