package org.attune.trial.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.attune.trial.Programs;
import org.attune.trial.TrialEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals process groups, and outlives this process to end them: a small shell that reads commands from a pipe which only this process holds. When
 * the pipe closes, however this process died, the shell sends {@code TERM} to every group that is still registered, waits for the grace period,
 * sends {@code KILL}, and does the same to every process that carries the marker in its environment. Safe for use by many threads.
 */
public final class Reaper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);
    private static final int MOST_RESTARTS = 10;

    // "kill -s TERM -- -N" is the one form for groups that every shell understands.
    private static final String SCRIPT = """
            trap '' INT TERM HUP QUIT USR1
            marker=$1 grace=$2 groups=' ' first= patience=$(($2 + 15))
            each() { for group in $groups; do kill -s "$1" -- "-$group"; done; }
            marked() { grep -lszFx "$marker" /proc/[0-9]*/environ; }
            sweep() { marked | while IFS=/ read -r _ _ pid _; do kill -s "$1" "$pid"; done; }
            left() { for group in $groups; do kill -s 0 -- "-$group" && return; done; [ -n "$(marked)" ]; }
            while read -r what id; do
              case $what in
                +) groups="$groups$id " ;;
                first) first=$id ;;
                -) case $groups in *" $id "*) groups="${groups%% "$id" *} ${groups#* "$id" }" ;; esac ;;
                *) kill -s "$what" -- "-$id" ;;
              esac
            done
            while [ -n "$first" ] && [ "$patience" -gt 0 ] && kill -s 0 "$first"; do sleep 1; patience=$((patience - 1)); done
            each TERM; sweep TERM
            while [ "$grace" -gt 0 ] && left; do sleep 1; grace=$((grace - 1)); done
            each KILL; sweep KILL; sweep KILL
            """;

    private final String marker;
    private final long graceSeconds;
    private final Set<Long> groups = new LinkedHashSet<>();
    private long first;
    private Process shell;
    private OutputStream commands;
    private int restarts;
    private boolean closed;

    /**
     * @param marker an environment entry such as {@code ATTUNE_WORKER=...} that only this worker's trials carry
     * @throws IOException if the shell cannot be started
     */
    public Reaper(String marker, Duration grace) throws IOException {
        this.marker = marker;
        this.graceSeconds = (grace.toMillis() + 999) / 1000;
        start();
    }

    /** Puts a group, by its leader, under watch. */
    public synchronized void add(long group) {
        groups.add(group);
        send("+", group);
    }

    /** Names a process that ends trials by itself when this one is gone, and is to be waited for. */
    public synchronized void letFirst(long pid) {
        first = pid;
        send("first", pid);
    }

    /** Forgets a group of which nothing is left. */
    public synchronized void remove(long group) {
        groups.remove(group);
        send("-", group);
    }

    /** Sends a signal, such as {@code TERM}, to every process of a group. */
    public synchronized void signal(String signal, long group) {
        send(signal, group);
    }

    /** Lets go of the shell, which then ends what is still registered, and waits for it. */
    @Override
    public void close() {
        Process last;
        synchronized (this) {
            closed = true;
            last = shell;
            closeQuietly(commands);
        }
        try {
            if (!last.waitFor(graceSeconds + 10, TimeUnit.SECONDS)) {
                last.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Process id of the shell. */
    public synchronized long pid() {
        return shell.pid();
    }

    private void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                List.of("setsid", "sh", "-c", SCRIPT, "attune-reaper", marker, Long.toString(graceSeconds)));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        TrialEnvironment.removeOwn(builder.environment());
        Process started = Programs.start(builder);
        shell = started;
        commands = started.getOutputStream();
        started.onExit().thenAccept(this::died);
    }

    private synchronized void died(Process former) {
        if (closed || former != shell) {
            return;
        }
        if (restarts++ >= MOST_RESTARTS) {
            LOG.error(
                    "The shell that ends trials when Attune is killed has itself died {} times; it is not started again.",
                    restarts);
            return;
        }
        LOG.warn(
                "The shell that ends trials when Attune is killed has died (exit {}); it is started again.",
                former.exitValue());
        closeQuietly(commands);
        try {
            start();
            for (long group : groups) {
                write("+", group);
            }
            if (first != 0) {
                write("first", first);
            }
        } catch (IOException e) {
            LOG.error("The shell that ends trials when Attune is killed cannot be started again.", e);
        }
    }

    private void send(String what, long group) {
        try {
            write(what, group);
        } catch (IOException e) {
            died(shell);
            try {
                write(what, group);
            } catch (IOException again) {
                LOG.error("Cannot send {} to process group {}.", what, group, again);
            }
        }
    }

    private void write(String what, long group) throws IOException {
        commands.write((what + " " + group + "\n").getBytes(StandardCharsets.US_ASCII));
        commands.flush();
    }

    private static void closeQuietly(OutputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.debug("The reaper's pipe was closed already.", e);
        }
    }
}
