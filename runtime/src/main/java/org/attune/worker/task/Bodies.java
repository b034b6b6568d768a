package org.attune.worker.task;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.attune.wire.TaskFrames;
import org.attune.wire.ToHead;

/** Large results on their way: a few parts ahead of what the client has taken. Thread-safe. */
final class Bodies {
    private final Consumer<ToHead> send;
    private final Map<Key, Body> open = new HashMap<>();

    private record Key(String session, long task) {}

    private static final class Body {
        final byte[] bytes;
        long sent;
        long taken;

        Body(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    Bodies(Consumer<ToHead> send) {
        this.send = send;
    }

    /** Sends, and returns when all is under way; the slot of the task waits that long, so that no more than one result a slot is held. */
    synchronized void deliver(String session, long task, byte[] bytes) throws InterruptedException {
        Key key = new Key(session, task);
        Body body = new Body(bytes);
        open.put(key, body);
        push(key, body);
        while (open.get(key) == body && body.taken < bytes.length) {
            wait();
        }
        open.remove(key, body);
    }

    synchronized void taken(String session, long task, long bytes) {
        Key key = new Key(session, task);
        Body body = open.get(key);
        if (body != null) {
            body.taken = Math.max(body.taken, bytes);
            push(key, body);
            notifyAll();
        }
    }

    /** The link is new: what was under way begins again. */
    synchronized void again() {
        open.forEach((key, body) -> {
            body.sent = 0;
            body.taken = 0;
            push(key, body);
        });
    }

    synchronized void end(String session) {
        open.keySet().removeIf(key -> key.session().equals(session));
        notifyAll();
    }

    private void push(Key key, Body body) {
        while (body.sent < body.bytes.length && body.sent - body.taken < TaskFrames.AHEAD) {
            int end = (int) Math.min(body.bytes.length, body.sent + TaskFrames.PART);
            send.accept(new ToHead.Body(
                    key.session(),
                    key.task(),
                    body.sent,
                    body.bytes.length,
                    Arrays.copyOfRange(body.bytes, (int) body.sent, end)));
            body.sent = end;
        }
    }
}
