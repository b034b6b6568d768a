package org.attune.trial.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Starts programs by {@code setsid} and {@code sh}, which every Linux has. Costs two more programs a start, and a search through {@code /proc} at the end. */
public final class Gate implements ProcessStarter {
    private final Path folder;
    private final Reaper reaper;
    private final Duration grace;

    /**
     * @param folder in which programs run
     * @param reaper ends them when this process is gone; stays open
     * @param grace between {@code TERM} and {@code KILL}
     */
    public Gate(Path folder, Reaper reaper, Duration grace) {
        this.folder = folder;
        this.reaper = reaper;
        this.grace = grace;
    }

    @Override
    public TrialProcess start(StartRequest request, CompletableFuture<Void> turnedAway) throws IOException {
        return start(Affinity.prefix(request.cpus()), request.words(), request.environment(), Launcher.marks(request));
    }

    /**
     * Starts a program that is no trial.
     *
     * @param marks entries of its environment by which what left its group is found
     */
    public TrialProcess start(List<String> words, Map<String, String> environment, Set<String> marks)
            throws IOException {
        return start(List.of(), words, environment, marks);
    }

    private TrialProcess start(
            List<String> before, List<String> words, Map<String, String> environment, Set<String> marks)
            throws IOException {
        GatedProcess process = GatedProcess.hold(before, words, environment, folder, reaper, marks, grace);
        try {
            process.letGo();
            return process;
        } catch (IOException e) {
            process.close();
            reaper.remove(process.pid());
            throw e;
        }
    }

    @Override
    public void close() {}
}
