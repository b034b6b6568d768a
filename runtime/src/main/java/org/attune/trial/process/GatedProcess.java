package org.attune.trial.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.attune.spec.Start;
import org.attune.trial.Programs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program in a process group of its own, held at a gate until it is under watch. The gate is a shell that leads the group, waits for a line, moves
 * its pipes to the descriptors 3 (answers) and 4 (reports), sends what the program prints to the third pipe, and becomes the program. The program also
 * holds, as descriptor 5, the other end of what it prints to: when this process dies, a last word must not kill the program while it saves.
 */
final class GatedProcess implements TrialProcess {
    private static final Logger LOG = LoggerFactory.getLogger(GatedProcess.class);
    private static final String GATE = """
            echo
            IFS= read -r ATTUNE_PIPES || exit 125
            export ATTUNE_PIPES
            [ -z "$SLURM_JOB_ID" ] || trap '' USR1
            exec "$@" 3<&0 4>&1 5</proc/$$/fd/2 >&2 </dev/null""";

    private static final long GROUP_CHECK_MILLIS = 50;

    private final Process process;
    private final Reaper reaper;
    private final Leftovers leftovers;
    private final Duration grace;
    private final Pipes pipes;
    private final CountDownLatch killed = new CountDownLatch(1);

    // Guarded by this object's lock.
    private long askedAt;
    private boolean over;

    // The JDK closes its ends when the program has ended, though its children may still have something to say.
    private GatedProcess(Process process, Reaper reaper, Set<String> marks, Duration grace) throws IOException {
        this.process = process;
        this.reaper = reaper;
        this.leftovers = new Leftovers(process.pid(), marks);
        this.grace = grace;
        this.pipes = Pipes.of(process.pid(), 0, 1, 2);
        process.getInputStream().close();
        process.getErrorStream().close();
        process.getOutputStream().close();
    }

    /**
     * Starts the gate, puts its group under watch and returns when the group exists. The program waits behind the gate until {@link #letGo}.
     *
     * @param before words that set the stage for all of it, such as {@code taskset -c 2}, and then become the gate
     * @param words the command line
     * @param environment all of it
     * @param marks entries of that environment by which what left the group is found
     * @throws IOException if that did not work; nothing is left then
     */
    static GatedProcess hold(
            List<String> before,
            List<String> words,
            Map<String, String> environment,
            Path folder,
            Reaper reaper,
            Set<String> marks,
            Duration grace)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("the folder to run in is missing: " + folder);
        }
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(before);
        command.addAll(List.of("sh", "-c", GATE, "gate"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = Programs.start(builder);
        reaper.add(process.pid());
        try {
            // The gate's first byte says that setsid is done: from now on a signal to the group reaches it.
            if (process.getInputStream().read() != '\n') {
                String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                throw said.isEmpty()
                        ? explained(process, new IOException("the trial's shell said nothing"))
                        : new IOException("the trial's shell did not start: " + said);
            }
            return of(process, reaper, marks, grace);
        } catch (IOException e) {
            process.destroyForcibly();
            reaper.remove(process.pid());
            throw e;
        }
    }

    private static GatedProcess of(Process process, Reaper reaper, Set<String> marks, Duration grace)
            throws IOException {
        try {
            return new GatedProcess(process, reaper, marks, grace);
        } catch (IOException e) {
            throw explained(process, e);
        }
    }

    /** Lets the program begin. */
    void letGo() throws IOException {
        try {
            String line = inode(0) + " " + inode(1) + "\n";
            pipes.answers().write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw explained(process, e);
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Start way() {
        return Start.FRESH;
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
    public synchronized void signal(String name) {
        if (over) {
            return;
        }
        if (name.equals("KILL")) {
            killed.countDown();
        } else if (name.equals("TERM") && askedAt == 0) {
            askedAt = System.nanoTime();
        }
        reaper.signal(name, process.pid());
    }

    @Override
    public Ended awaitEnd() throws InterruptedException {
        try {
            int exit = process.waitFor();
            awaitGroup();
            return new Ended(exit, "", true);
        } finally {
            sweep();
            synchronized (this) {
                over = true;
                reaper.remove(process.pid());
            }
        }
    }

    @Override
    public void sweep() {
        Set<Long> immortal = leftovers.end();
        if (!immortal.isEmpty()) {
            LOG.warn("These processes cannot be killed: {}.", immortal);
        }
    }

    @Override
    public void close() {
        pipes.close();
    }

    private void awaitGroup() throws InterruptedException {
        long asked;
        synchronized (this) {
            asked = askedAt;
        }
        long deadline = asked + grace.toNanos();
        while (asked != 0 && System.nanoTime() < deadline && leftovers.groupIsAlive()) {
            if (killed.await(GROUP_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    /** Pipes and descriptors that are gone mean that their process is. */
    private static IOException explained(Process process, IOException e) {
        boolean isGone = !Files.exists(Path.of("/proc/" + process.pid() + "/fd/0"));
        return isGone ? new IOException("it was killed before it began, but not by Attune", e) : e;
    }

    private String inode(int descriptor) throws IOException {
        String link = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/fd/" + descriptor))
                .toString();
        return link.replaceAll("\\D", "");
    }
}
