package org.attune.head.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.head.Lease;
import org.attune.head.WorkerHandle;

/** The slots of a pool on one worker, and what was sent there. */
final class Seat {
    /** Another object when the worker has joined again. */
    WorkerHandle worker;

    final List<Lease> slots = new ArrayList<>();
    /** Slots of which the worker was told that they are gone, but which may still be in use. */
    final Deque<Lease> leaving = new ArrayDeque<>();

    final Map<Long, Entry> sent = new LinkedHashMap<>();
    /** Whether others may run than when it was last looked at. */
    boolean hasMoved;

    long movedNanos;
    long recalledNanos;

    Seat(WorkerHandle worker, long now) {
        this.worker = worker;
        this.movedNanos = now;
        this.recalledNanos = now;
    }

    int idle() {
        return Math.max(0, slots.size() - sent.size());
    }

    /** How many of what was sent run: the first. */
    int running() {
        return Math.min(sent.size(), slots.size() + leaving.size());
    }

    /** What has been running since the last call, and was not named before. */
    List<Long> begun() {
        List<Long> begun = new ArrayList<>();
        if (hasMoved) {
            hasMoved = false;
            sent.values().stream()
                    .limit(running())
                    .filter(entry -> entry.sights < 2)
                    .forEach(entry -> {
                        hasMoved |= ++entry.sights < 2;
                        if (entry.sights == 2) {
                            begun.add(entry.id());
                        }
                    });
        }
        return begun;
    }

    boolean hasDevices() {
        return slots.stream().anyMatch(lease -> !lease.parts().get(0).gpus().isEmpty());
    }

    /** Slots that are given up and no longer in use. Which of several devices a task uses is the worker's choice, so these go together. */
    List<Lease> vacated() {
        List<Lease> vacated = new ArrayList<>();
        boolean isVacant = slots.isEmpty() || hasDevices() ? sent.isEmpty() : sent.size() <= slots.size();
        while (isVacant && !leaving.isEmpty()) {
            vacated.add(leaving.poll());
        }
        return vacated;
    }

    /** Whether more may be sent. */
    boolean isOpen() {
        return !slots.isEmpty() && worker.isReady() && (leaving.isEmpty() || !hasDevices());
    }

    List<List<String>> devices() {
        return slots.stream().map(lease -> lease.parts().get(0).gpus()).toList();
    }
}
