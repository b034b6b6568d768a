package org.attune.head.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.head.Tenant;
import org.attune.wire.Callee;
import org.attune.wire.Task;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskShape;
import org.attune.wire.ToWorker;

/** Tasks of a session that have one shape, and the slots that they have. Guarded by the lock of {@link Tasks}. */
final class Pool {
    private static final int MOST_TASKS = 200;
    private static final int MOST_BYTES = 256 * 1024;

    final String session;
    final int number;
    final TaskShape shape;
    final Pace pace = new Pace();
    final Deque<Entry> queue = new ArrayDeque<>();
    final Map<String, Seat> seats = new LinkedHashMap<>();
    Tenant tenant;
    boolean isGrowing;
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

    /** More slots are worth having. */
    boolean wantsMore() {
        return !queue.isEmpty() && slots() < Math.min(pace.slots(open()), open());
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
    void send(Seat seat, Iterable<Entry> entries, long now) {
        if (seat.sent.size() <= seat.slots.size()) {
            seat.movedNanos = now;
        }
        List<Task> tasks = new ArrayList<>();
        Callee callee = null;
        int bytes = 0;
        for (Entry entry : entries) {
            if (!tasks.isEmpty()
                    && (tasks.size() == MOST_TASKS || bytes > MOST_BYTES || !entry.callee.equals(callee))) {
                seat.worker.send(new ToWorker.Tasks(session, number, callee, TaskFrames.packTasks(tasks)));
                tasks.clear();
                bytes = 0;
            }
            callee = entry.callee;
            tasks.add(entry.task);
            bytes += entry.task.body().length;
        }
        if (!tasks.isEmpty()) {
            seat.worker.send(new ToWorker.Tasks(session, number, callee, TaskFrames.packTasks(tasks)));
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
