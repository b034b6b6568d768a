package org.attune.wire;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.tuner.Command;

/** What a head says to a worker. All of it can be said twice without harm. */
public sealed interface ToWorker {

    /**
     * The answer to {@link ToHead.Hello}.
     *
     * @param worker name under which the worker is known from now on
     * @param epoch of the head, higher than that of all heads before it
     * @param patience how long a worker without a head lets its trials run
     * @param kill attempts that are no longer wanted: ended at once and forgotten
     */
    record Welcome(String worker, long epoch, Duration patience, List<AttemptKey> kill) implements ToWorker {}

    /** The head does not want this worker; it ends, or where {@code again}, dials later. */
    record Refused(String reason, boolean again) implements ToWorker {}

    /** Trials of a study may come: its files, environment and warm processes are to be made ready. */
    record Prepare(StudyBrief study) implements ToWorker {}

    /** After each join: the studies that there are. All others are over. */
    record Studies(List<String> studies) implements ToWorker {}

    /** The study is over here: what was kept for it can go. */
    record Dismiss(String study) implements ToWorker {}

    /**
     * Starts an attempt.
     *
     * @param gpus devices it gets
     * @param gang its place among the workers of a trial of several; absent for one
     */
    record Launch(String study, Command.Start start, List<String> gpus, Optional<Gang> gang) implements ToWorker {}

    /**
     * @param rank of this worker's part, from 0, which reports
     * @param size how many parts
     * @param address of the machine of rank 0
     * @param port that was free there
     */
    record Gang(int rank, int size, String address, int port) {}

    /** Anything else that concerns an attempt or a checkpoint: never {@link Command.Start} or {@link Command.Expect}. */
    record Order(String study, Command command) implements ToWorker {}

    /** Output up to this offset is in the log. */
    record OutputTaken(AttemptKey key, long offset) implements ToWorker {}

    /**
     * A session that is going to have tasks: processes for them can be made ready ahead. Answered by {@link ToHead.Warm}.
     *
     * @param shape that most of its tasks have
     * @param settings of the session, in the form of its language
     */
    record WarmUp(String session, TaskShape shape, byte[] settings) implements ToWorker {}

    /**
     * How many tasks of a pool, the tasks of a session that have one shape, may run at once here. What runs already may end, even if it is more.
     *
     * @param slots one for each: the devices it has
     */
    record Slots(String session, int pool, TaskShape shape, List<List<String>> slots) implements ToWorker {}

    /** Tasks to run as soon as a slot of the pool is free. A task that is known already is passed over. {@code tasks}: {@link TaskFrames}. */
    record Tasks(String session, int pool, Callee callee, byte[] tasks) implements ToWorker, Swift {}

    /** The first bytes of a result's body are at the client; more may be sent. */
    record BodyTaken(String session, long task, long bytes) implements ToWorker {}

    /** The answer to {@link ToHead.NeedCode}, in parts; {@code size} -1: nobody has it any more. */
    record Code(String session, String hash, long offset, long size, byte[] bytes) implements ToWorker {}

    /** Tasks that are to be given back unless they run, since there is a free slot elsewhere: {@link TaskResult.End#RETURNED}. */
    record Recall(String session, List<Long> tasks) implements ToWorker {}

    /** All {@link ToHead.Results} up to this number are settled. Those after it are said again when the worker joins again. */
    record ResultsTaken(long number) implements ToWorker {}

    /** After each join: the sessions that there are. All others are over. */
    record Sessions(List<String> sessions) implements ToWorker {}

    record CancelTasks(String session, List<Long> tasks) implements ToWorker {}

    /** The session is over: its processes and classes can go. */
    record EndSession(String session) implements ToWorker {}

    /** A question, answered by {@link ToHead.Answer}; {@code what}: {@code stack}, {@code port}, {@code tail}. */
    record Ask(long id, String what, Optional<AttemptKey> key, Map<String, String> details) implements ToWorker {}

    /** End: trials save what they have; at once if {@code now}. */
    record Leave(String reason, boolean now) implements ToWorker {}
}
