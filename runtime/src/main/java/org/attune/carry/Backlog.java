package org.attune.carry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.attune.background.Daemons;
import org.attune.trial.OutputLog;
import org.attune.wire.AttemptKey;
import org.attune.wire.Link;
import org.attune.wire.ToHead;

/**
 * What the attempts of a worker printed, on its way to the head: kept until it is taken there, within bounds. Output waits while the link does not keep up, so that it holds up nothing
 * else. Thread-safe; nothing here blocks.
 */
final class Backlog implements AutoCloseable {
    private static final long GATHERING_MILLIS = 50;
    private static final long AGAIN_MILLIS = 1000;

    private final Map<AttemptKey, Printed> attempts = new LinkedHashMap<>();
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, Daemons.named("attune-output"));
    private Link<ToHead> link;
    private boolean scheduled;
    private boolean waiting;

    Backlog() {
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    synchronized void add(AttemptKey key, byte[] bytes) {
        attempts.computeIfAbsent(key, Printed::new).add(bytes);
        soon();
    }

    /** It will print no more: what can be sent goes now, before the news of its end. */
    synchronized void finish(AttemptKey key) {
        attempts.computeIfAbsent(key, Printed::new).end();
        send();
        soon();
    }

    synchronized void joined(Link<ToHead> to) {
        link = to;
        attempts.values().forEach(Printed::again);
        send();
    }

    synchronized void lost() {
        link = null;
    }

    synchronized void taken(AttemptKey key, long offset) {
        if (offset == OutputLog.ALL) {
            attempts.remove(key);
        } else {
            Optional.ofNullable(attempts.get(key)).ifPresent(printed -> printed.taken(offset));
            soon();
        }
    }

    synchronized boolean isEmpty() {
        return attempts.isEmpty();
    }

    /** Nobody wants a study's output any more. */
    synchronized void forget(String study) {
        attempts.keySet().removeIf(key -> key.study().equals(study));
    }

    @Override
    public synchronized void close() {
        attempts.clear();
        timer.shutdownNow();
    }

    private void soon() {
        if (!waiting && !timer.isShutdown()) {
            waiting = true;
            timer.schedule(this::sendAgain, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (!scheduled && !timer.isShutdown()) {
            scheduled = true;
            timer.schedule(this::sendSoon, GATHERING_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void sendSoon() {
        scheduled = false;
        send();
    }

    /** A head that has just started may not have a study open when it hears of it. */
    private synchronized void sendAgain() {
        long now = System.nanoTime();
        if (link != null) {
            attempts.values().removeIf(printed -> printed.isStuck(now) && printed.isInVain());
            attempts.values().stream().filter(printed -> printed.isStuck(now)).forEach(Printed::again);
            send();
        }
        waiting = !attempts.isEmpty();
        if (waiting) {
            timer.schedule(this::sendAgain, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** A piece of each in turn, so that one that prints much holds up no other. */
    private void send() {
        boolean more = link != null;
        while (more) {
            more = false;
            for (Printed printed : List.copyOf(attempts.values())) {
                if (!link.isReady()) {
                    soon();
                    return;
                }
                Optional<ToHead.Output> piece = printed.next();
                piece.ifPresent(link::send);
                more |= piece.isPresent();
            }
        }
    }
}
