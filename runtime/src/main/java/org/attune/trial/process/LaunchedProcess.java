package org.attune.trial.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.attune.spec.Start;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program that a {@link Launcher} started. */
final class LaunchedProcess implements TrialProcess {
    private static final Logger LOG = LoggerFactory.getLogger(LaunchedProcess.class);

    private final Launcher launcher;
    private final String key;
    private final Launcher.Started started;
    private final CompletableFuture<Ended> over;
    private final Leftovers leftovers;
    private final Pipes pipes;

    /** @throws IOException if the launcher is gone, and its pipes with it */
    LaunchedProcess(
            Launcher launcher, String key, Launcher.Started started, CompletableFuture<Ended> over, Set<String> marks)
            throws IOException {
        this.launcher = launcher;
        this.key = key;
        this.started = started;
        this.over = over;
        this.leftovers = new Leftovers(started.pid(), marks);
        List<Long> ends = started.pipes();
        this.pipes = Pipes.of(launcher.pid(), ends.get(0), ends.get(1), ends.get(2));
    }

    @Override
    public long pid() {
        return started.pid();
    }

    @Override
    public Start way() {
        return started.way();
    }

    @Override
    public InputStream reports() {
        return pipes.reports();
    }

    @Override
    public OutputStream answers() {
        return pipes.answers();
    }

    @Override
    public InputStream output() {
        return pipes.output();
    }

    @Override
    public void signal(String name) {
        launcher.signal(name, key);
    }

    @Override
    public Ended awaitEnd() throws InterruptedException {
        try {
            Ended ended = over.get();
            if (!ended.watched()) {
                sweep();
            }
            return ended;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void sweep() {
        Set<Long> immortal = leftovers.end();
        if (!immortal.isEmpty()) {
            LOG.warn("These processes of attempt {} cannot be killed: {}.", key, immortal);
        }
    }

    @Override
    public void close() {
        pipes.close();
    }
}
