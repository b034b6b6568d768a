package org.attune.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.attune.text.Json;

/** Writes answers to a trial, in order, on a thread of its own while there are any: a trial that does not read them holds up nobody else. */
final class Answers {
    private final OutputStream pipe;
    private final Executor threads;
    private final Queue<Map<String, Object>> waiting = new ArrayDeque<>();
    private boolean writing;

    Answers(OutputStream pipe, Executor threads) {
        this.pipe = pipe;
        this.threads = threads;
    }

    synchronized void send(Map<String, Object> answer) {
        waiting.add(answer);
        if (!writing) {
            writing = true;
            threads.execute(this::write);
        }
    }

    private void write() {
        for (Map<String, Object> answer = next(); answer != null; answer = next()) {
            try {
                pipe.write((Json.text(answer) + "\n").getBytes(StandardCharsets.UTF_8));
                pipe.flush();
            } catch (IOException e) {
                return; // the trial has ended; nobody waits for more
            }
        }
    }

    private synchronized Map<String, Object> next() {
        Map<String, Object> answer = waiting.poll();
        writing = answer != null;
        return answer;
    }
}
