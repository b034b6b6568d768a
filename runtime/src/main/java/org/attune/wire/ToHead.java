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
     * @param attempts what it runs, and what is over but not settled
     */
    record Hello(int protocol, String worker, String boot, Grants grants, List<Known> attempts) implements ToHead {}

    /** An attempt that a worker knows. {@code placement}: absent until it runs. */
    record Known(AttemptKey key, boolean over, Optional<Placement> placement) {}

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

    /** What the tasks came to, in any order. */
    record Results(String session, List<TaskResult> results) implements ToHead {}

    /** An answer to {@link ToWorker.Ask}, or why there is none. */
    record Answer(long id, Optional<String> text, Optional<String> problem) implements ToHead {}

    /** The worker will start nothing more, since its allocation ends or it was told to end; it leaves when its attempts are over. */
    record Leaving(String reason) implements ToHead {}
}
