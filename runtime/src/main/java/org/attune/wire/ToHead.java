package org.attune.wire;

import java.util.List;
import java.util.Optional;
import org.attune.study.Placement;
import org.attune.tuner.Signal;

/** What a worker says. After each (re)join it says again what the head has not settled: {@link Signal}s of attempts, and output. */
public sealed interface ToHead {

    /**
     * The first message.
     *
     * @param protocol {@link Protocol#VERSION}
     * @param worker name that the worker asks for, such as its host's; the head may give it another
     * @param boot of this worker's process, unique
     * @param returns whether a head has let it in before, under that name if the next one gives it the same
     * @param attempts what it runs, and what is over but not settled
     */
    record Hello(int protocol, String worker, String boot, boolean returns, Grants grants, List<Known> attempts)
            implements ToHead {}

    /**
     * An attempt that a worker knows, or the part of one on several workers.
     *
     * @param rank of the part, as {@link ToWorker.Gang} has it; 0 of a whole attempt
     * @param placement absent until it runs
     */
    record Known(AttemptKey key, int rank, boolean over, Optional<Placement> placement) {}

    /** Something happened to an attempt; never {@link Signal.Broken} or {@link Signal.Room}. */
    record Happened(String study, Signal signal) implements ToHead {}

    /** The worker is ready for a study's trials, with its environment built and warm; or it cannot be: {@code problem}. */
    record Prepared(String study, Optional<String> problem) implements ToHead {}

    /** What a worker does for a study, for people: a line. */
    record Note(String study, String line) implements ToHead {}

    /**
     * What an attempt printed.
     *
     * @param offset number of bytes of the attempt before these
     * @param last whether it will print no more
     */
    record Output(AttemptKey key, long offset, byte[] bytes, boolean last) implements ToHead {}

    /**
     * What tasks came to, in any order.
     *
     * @param number counts these messages of a worker's process, for {@link ToWorker.ResultsTaken}
     * @param results {@link TaskFrames}
     */
    record Results(String session, long number, byte[] results) implements ToHead, Swift {}

    /** A part of the body of a result that comes after the last of them; from the first byte on, in order, no more than {@link TaskFrames#AHEAD} before they are taken. */
    record Body(String session, long task, long offset, long size, byte[] bytes) implements ToHead {}

    /** What could be made ready for a session is ready. */
    record Warm(String session) implements ToHead {}

    /** What tasks of a session have printed: whole lines, each with where it comes from. */
    record Printed(String session, byte[] lines) implements ToHead {}

    /** The worker lacks what a {@link Callee} of a session names by its content hash. */
    record NeedCode(String session, String hash) implements ToHead {}

    /** An answer to {@link ToWorker.Ask}, or why there is none. */
    record Answer(long id, Optional<String> text, Optional<String> problem) implements ToHead {}

    /** The worker will start nothing more, since its allocation ends or it was told to end; it leaves when its attempts are over. */
    record Leaving(String reason) implements ToHead {}
}
