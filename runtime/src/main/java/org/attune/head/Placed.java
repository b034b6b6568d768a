package org.attune.head;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.attune.study.Cause;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;
import org.attune.wire.ToWorker;

/** An attempt that has a place: on one worker, or on several, of which the first reports. Guarded by its runner's lock. */
final class Placed {
    final AttemptKey key;

    /** As {@link Command.Start} and {@link Command.Expect} name its worker. */
    final String place;

    /** Null for one that a former head started. */
    final Command.Start start;

    /** Of one that a former head started: whether that heard that it runs. */
    final boolean began;

    final List<Lease> leases = new ArrayList<>();
    final List<Part> parts = new ArrayList<>();

    /** Null as long as nothing was sent to its workers. */
    List<ToWorker.Launch> launches;

    /** Null unless it was asked to end. */
    Command.End end;

    /** Whether it was told to end, in whatever way, so that its parts need not end by themselves. */
    boolean isTold;

    boolean isOver;
    Runnable giveUp = () -> {};

    /** When it was started, or its process began, by the timer of its runner. */
    long begun;

    boolean hasReported;

    private Signal.AttemptOver first;
    private Part culprit;

    Placed(AttemptKey key, Command.Start start) {
        this(key, start.worker(), start, false);
    }

    /** One that a former head started, on the workers that are named: whoever brings a part of it along has it, by whatever name. */
    Placed(AttemptKey key, Command.Expect expect) {
        this(key, expect.worker(), null, expect.began());
        for (String worker : place.split("\\+")) {
            parts.add(new Part(parts.size(), worker, List.of(), null));
        }
    }

    private Placed(AttemptKey key, String place, Command.Start start, boolean began) {
        this.key = key;
        this.place = place;
        this.start = start;
        this.began = began;
    }

    boolean isExpected() {
        return start == null && !isOver && parts.stream().anyMatch(part -> part.handle == null && !part.isOver());
    }

    /** Workers that have not come back with their part of it. */
    Stream<String> awaited() {
        return parts.stream()
                .filter(part -> part.handle == null && !part.isOver())
                .map(part -> part.worker);
    }

    boolean isWantedOn(String worker, int rank) {
        return parts.stream().anyMatch(part -> part.handle != null && part.worker.equals(worker) && !part.isFenced)
                || (!isOver && expected(rank).isPresent());
    }

    Optional<Part> on(WorkerHandle worker) {
        return parts.stream().filter(part -> part.handle == worker).findFirst();
    }

    /** The part of that rank, if nobody has brought it along yet. */
    Optional<Part> expected(int rank) {
        return parts.stream()
                .filter(part -> part.rank == rank && part.handle == null && !part.isOver())
                .findFirst();
    }

    List<Part> running() {
        return parts.stream().filter(part -> !part.isOver()).toList();
    }

    /** @return whether the parts that go on should be ended because of it */
    boolean over(Part part, Signal.AttemptOver how) {
        part.over = how;
        // Once the first part is told to end, the others fail as they miss it.
        boolean isConsequence = isTold && part.rank > 0;
        boolean isFirst = first == null && how.cause() != Cause.FINISHED && !isConsequence;
        if (isFirst || first != null && first.cause().isFailure() && isTheMachines(how)) {
            culprit = isTold && isFirst ? null : part;
            first = parts.size() == 1
                    ? how
                    : new Signal.AttemptOver(
                            how.trial(),
                            how.attempt(),
                            how.cause(),
                            how.message().isEmpty()
                                    ? ""
                                    : "rank " + part.rank + " on " + part.worker + ": " + how.message(),
                            how.exit());
        }
        return isFirst || isTold;
    }

    /** The others fail when one of them is gone, and may be heard of before. */
    private static boolean isTheMachines(Signal.AttemptOver how) {
        boolean isKilled = how.cause() == Cause.PREEMPTED && !how.message().isEmpty();
        return isKilled || how.cause() == Cause.NODE_LOST;
    }

    /** The part of which {@link #end} tells, if it ended unasked and did not simply finish. */
    Optional<Part> culprit() {
        return Optional.ofNullable(culprit);
    }

    /** What the end of all parts amounts to: the first that did not simply finish, and that of a part that was lost or killed rather than a failure. */
    Signal.AttemptOver end() {
        return first == null ? parts.get(0).over : first;
    }

    /** The same with the kind of its machines, for later runs of the study, which know nothing of its workers. */
    Signal.Placed withKind(Signal.Placed placed) {
        String kind = kinds(parts.stream().map(part -> part.handle).filter(Objects::nonNull));
        return new Signal.Placed(
                placed.trial(), placed.attempt(), placed.placement().on(kind));
    }

    static String kinds(Stream<WorkerHandle> workers) {
        return workers.map(worker -> worker.grants().kind()).distinct().collect(Collectors.joining("+"));
    }
}
