package org.attune.tuner;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;
import org.attune.space.record.RecordSpace;

/** What a trial in Java sees of its study. To be used by the trial's own thread alone. */
public interface TrialContext {

    /** Its number in the study, from 0. */
    int trial();

    /** From 1; a trial that was paused or interrupted continues in another attempt. */
    int attempt();

    /** Its place among the processes of a trial on several workers ({@code nodes}); {@link Part#ALONE} on one. */
    default Part part() {
        return Part.ALONE;
    }

    /** The parameters that are active, and the study's derived values. */
    Configuration configuration();

    /**
     * The configuration as a record whose components are the space; see {@link RecordSpace}.
     *
     * @throws IllegalArgumentException if a value is missing or of another type, or the record's constructor refuses it
     */
    default <R extends Record> R configuration(Class<R> type) {
        return RecordSpace.of(type).read(configuration());
    }

    /** Step of the checkpoint to start from; 0 if there is none. The first report is of a later step. */
    int step();

    /** Step at which the scheduler decides next whether the trial goes on; empty if it never does. Known anew after each report. */
    OptionalInt until();

    /**
     * Folder of the checkpoint to start from; empty for a trial that starts from scratch. Only to be read.
     *
     * @throws java.io.UncheckedIOException if it is gone
     */
    Optional<Path> checkpoint();

    /**
     * A new empty folder to save a checkpoint in. What is not reported is removed when the attempt ends.
     *
     * @throws java.io.UncheckedIOException if none can be made
     */
    Path newCheckpoint();

    /**
     * Reports the metrics of the step after the last one, and waits until the report is on the disk.
     *
     * @param metrics by their names; the study's objective must be among them. NaN and infinities count as the worst
     * @throws TrialEnded if the trial should end: do not catch it
     */
    void report(Map<String, Double> metrics);

    /**
     * As {@link #report(Map)}, for a given step.
     *
     * @param step from 1, later than that of the report before
     * @param checkpoint a folder of {@link #newCheckpoint}, with what is needed to continue after this step; it is Attune's
     *     from then on
     * @throws IllegalArgumentException if the step is not later, or the checkpoint cannot be used
     * @throws TrialEnded if the trial should end: do not catch it
     */
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
