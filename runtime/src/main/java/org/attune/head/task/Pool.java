package org.attune.head.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.attune.head.Tenant;
import org.attune.wire.Callee;
import org.attune.wire.Task;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskShape;
import org.attune.wire.ToWorker;

/** Tasks of a session that have one shape, and the slots that they have. Guarded by the lock of {@link Books}. */
final class Pool {
    private static final int MOST_TASKS = 200;
    private static final int MOST_BYTES = 256 * 1024;
    private static final long STALE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    final String session;
    final int number;
    final TaskShape shape;
    final Pace pace = new Pace();
    final Deque<Entry> queue = new ArrayDeque<>();
    final Map<String, Seat> seats = new LinkedHashMap<>();
    Tenant tenant;
    boolean isGrowing;
    /** Whether its tasks may wait for a worker that could run them. */
    boolean isAccepted;
    /** Since when none of them runs; 0 if that is not so. */
    long waitsSinceNanos;
    /** Reasons why they wait that the client was told. */
    final Set<String> told = new HashSet<>();

    long spareSinceNanos;
    private int turn;
    private int settled;

    Pool(String session, int number, TaskShape shape) {
        this.session = session;
        this.number = number;
        this.shape = shape;
    }

    int slots() {
        return seats.values().stream().mapToInt(seat -> seat.slots.size()).sum();
    }

    int open() {
        return queue.size()
                + seats.values().stream().mapToInt(seat -> seat.sent.size()).sum();
    }

    /** How many slots are worth having. */
    int worth() {
        int open = open();
        return Math.min(pace.slots(open), open);
    }

    /** How many of its tasks run. */
    int running() {
        return seats.values().stream().mapToInt(Seat::running).sum();
    }

    /** How many wait, be it behind others of its own. */
    long waiting() {
        int sent = seats.values().stream().mapToInt(seat -> seat.sent.size()).sum();
        return queue.stream().filter(entry -> !entry.isSettled).count() + sent - running();
    }

    boolean wantsMore() {
        return !queue.isEmpty() && slots() < worth();
    }

    /** Sends what is queued to where there is room: first to idle slots, then a little ahead. */
    void dispatch(long now) {
        if (queue.isEmpty() || seats.isEmpty()) {
            return;
        }
        List<Seat> ready = ready();
        Map<Seat, List<Entry>> chosen = new LinkedHashMap<>();
        deal(ready, 1, chosen);
        int depth = pace.depth();
        if (depth > 1) {
            deal(ready, depth, chosen);
        }
        chosen.forEach((seat, entries) -> send(seat, entries, now));
    }

    private List<Seat> ready() {
        List<Seat> all = new ArrayList<>(seats.values());
        List<Seat> ready = new ArrayList<>(all.size());
        turn++;
        for (int i = 0; i < all.size(); i++) {
            Seat seat = all.get(Math.floorMod(i + turn, all.size()));
            if (seat.isOpen()) {
                ready.add(seat);
            }
        }
        return ready;
    }

    private void deal(List<Seat> ready, int depth, Map<Seat, List<Entry>> chosen) {
        int slots = ready.stream().mapToInt(seat -> seat.slots.size()).sum();
        int share = slots == 0 ? 0 : (queue.size() + slots - 1) / slots;
        for (Seat seat : ready) {
            int room = Math.min(seat.slots.size() * depth - seat.sent.size(), seat.slots.size() * share);
            for (int i = 0; i < room && !queue.isEmpty(); i++) {
                Entry entry = queue.poll();
                if (entry.isSettled) {
                    i--;
                    continue;
                }
                entry.seat = seat;
                seat.sent.put(entry.id(), entry);
                chosen.computeIfAbsent(seat, none -> new ArrayList<>()).add(entry);
            }
        }
    }

    /** Sends them in order, those together that call the same. */
    private void send(Seat seat, Iterable<Entry> entries, long now) {
        seat.hasMoved = true;
        if (seat.sent.size() <= seat.slots.size()) {
            seat.movedNanos = now;
        }
        List<Task> tasks = new ArrayList<>();
        Callee callee = null;
        int bytes = 0;
        for (Entry entry : entries) {
            if (!tasks.isEmpty()
                    && (tasks.size() == MOST_TASKS || bytes > MOST_BYTES || !entry.call.callee.equals(callee))) {
                seat.worker.send(new ToWorker.Tasks(session, number, callee, TaskFrames.packTasks(tasks)));
                tasks.clear();
                bytes = 0;
            }
            callee = entry.call.callee;
            tasks.add(entry.task);
            bytes += entry.task.body().length;
        }
        if (!tasks.isEmpty()) {
            seat.worker.send(new ToWorker.Tasks(session, number, callee, TaskFrames.packTasks(tasks)));
        }
    }

    /**
     * What waits behind tasks that take longer than was to be expected is to have other slots, also those that the
     * session does not have yet: what was sent ahead is taken back, once there is nothing else for such slots to do.
     */
    void recall(long now) {
        if (queue.isEmpty()) {
            seats.values().forEach(seat -> recall(seat, now));
        } else {
            seats.values().stream()
                    .filter(seat -> !seat.sent.isEmpty())
                    .mapToLong(seat -> now - seat.movedNanos)
                    .min()
                    .ifPresent(this::isStill);
        }
    }

    private void recall(Seat seat, long now) {
        long still = now - seat.movedNanos;
        if (seat.sent.size() > seat.slots.size() && isStill(still) && now - seat.recalledNanos > STALE_NANOS) {
            seat.recalledNanos = now;
            // Which of them run the worker knows: not always the first, if one had to wait for its code.
            seat.worker.send(new ToWorker.Recall(session, List.copyOf(seat.sent.keySet())));
        }
    }

    /** Whether tasks that have been running for so long, and none of which has ended, take longer than was to be expected. */
    private boolean isStill(long nanos) {
        if (nanos > STALE_NANOS) {
            pace.isTaking(nanos / 1000.0);
        }
        return nanos > STALE_NANOS;
    }

    /** Nothing more goes to this seat: what waits there comes back. */
    void leave(Seat seat) {
        seat.leaving.addAll(seat.slots);
        seat.slots.clear();
        seat.worker.send(new ToWorker.Recall(session, List.copyOf(seat.sent.keySet())));
        tellSlots(seat);
    }

    /** The worker has joined again: what it may not have heard is said again. */
    void sayAgain(Seat seat) {
        tellSlots(seat);
        send(seat, seat.sent.values(), System.nanoTime());
        List<Long> settled = seat.sent.values().stream()
                .filter(entry -> entry.isSettled)
                .map(Entry::id)
                .toList();
        if (!settled.isEmpty()) {
            seat.worker.send(new ToWorker.CancelTasks(session, settled));
        }
    }

    /** A task was settled while it was queued. */
    void forgetQueued() {
        settled++;
        if (settled > 1000 && settled > queue.size() / 2) {
            queue.removeIf(entry -> entry.isSettled);
            settled = 0;
        }
    }

    /** Slots that could be given back now. */
    int spare() {
        return queue.isEmpty() ? seats.values().stream().mapToInt(Seat::idle).sum() : 0;
    }

    void tellSlots(Seat seat) {
        seat.worker.send(new ToWorker.Slots(session, number, shape, seat.devices()));
    }
}
