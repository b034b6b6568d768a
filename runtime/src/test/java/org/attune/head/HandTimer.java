package org.attune.head;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A clock that goes on when it is told to. */
final class HandTimer implements Timer {
    private record Pending(long due, long number, Runnable action) {}

    private final List<Pending> pending = new ArrayList<>();
    private long now;
    private long count;

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized Runnable after(Duration delay, Runnable action) {
        Pending one = new Pending(now + delay.toNanos(), count++, action);
        pending.add(one);
        return () -> remove(one);
    }

    private synchronized void remove(Pending one) {
        pending.remove(one);
    }

    /** Everything that is due until then happens at its time. */
    void pass(Duration duration) {
        long end = nanos() + duration.toNanos();
        for (Optional<Pending> next = next(end); next.isPresent(); next = next(end)) {
            next.get().action.run();
        }
        synchronized (this) {
            now = end;
        }
    }

    /** As for a process that stood still: all that has become due happens at once, too late. */
    void jump(Duration duration) {
        List<Pending> late;
        synchronized (this) {
            now += duration.toNanos();
            late = pending.stream()
                    .filter(one -> one.due <= now)
                    .sorted(Comparator.comparing(Pending::due))
                    .toList();
            pending.removeAll(late);
        }
        late.forEach(one -> one.action.run());
    }

    private synchronized Optional<Pending> next(long end) {
        Optional<Pending> next = pending.stream()
                .filter(one -> one.due <= end)
                .min(Comparator.comparing(Pending::due).thenComparing(Pending::number));
        next.ifPresent(one -> {
            pending.remove(one);
            now = Math.max(now, one.due);
        });
        return next;
    }
}
