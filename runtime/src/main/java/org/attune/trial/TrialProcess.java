package org.attune.trial;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program in a process group of its own, held at a gate until it is under watch. The gate is a shell that leads the group, waits for a line, moves
 * its pipes to the descriptors 3 (answers) and 4 (reports), sends what the program prints to the third pipe, and becomes the program. The program also
 * holds, as descriptor 5, the other end of what it prints to: when this process dies, a last word must not kill the program while it saves.
 */
public final class TrialProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrialProcess.class);
    private static final String GATE = """
            echo
            IFS= read -r ATTUNE_PIPES || exit 125
            export ATTUNE_PIPES ATTUNE_PID=$$
            exec "$@" 3<&0 4>&1 5</proc/$$/fd/2 >&2 </dev/null""";

    private final Process process;
    private final OutputStream answers;
    private final InputStream reports;
    private final InputStream output;

    // The JDK closes its ends when the program has ended, though its children may still have something to say.
    private TrialProcess(Process process) throws IOException {
        this.process = process;
        String descriptors = "/proc/" + process.pid() + "/fd/";
        answers = new FileOutputStream(descriptors + 0);
        reports = new FileInputStream(descriptors + 1);
        output = new FileInputStream(descriptors + 2);
        process.getInputStream().close();
        process.getErrorStream().close();
        process.getOutputStream().close();
    }

    /** The same without words before. */
    public static TrialProcess start(List<String> words, Map<String, String> environment, Path folder, Reaper reaper)
            throws IOException {
        return start(List.of(), words, environment, folder, reaper);
    }

    /**
     * Starts the gate, puts its group under watch and returns when the group exists.
     *
     * @param before words that set the stage for all of it, such as {@code taskset -c 2}, and then become the gate
     * @param words the command line
     * @param environment all of it
     * @throws IOException if that did not work; nothing is left then
     */
    public static TrialProcess start(
            List<String> before, List<String> words, Map<String, String> environment, Path folder, Reaper reaper)
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
            return of(process);
        } catch (IOException e) {
            process.destroyForcibly();
            reaper.remove(process.pid());
            throw e;
        }
    }

    private static TrialProcess of(Process process) throws IOException {
        try {
            return new TrialProcess(process);
        } catch (IOException e) {
            throw explained(process, e);
        }
    }

    /** Lets the program begin. */
    public void letGo() throws IOException {
        try {
            String line = inode(0) + " " + inode(1) + "\n";
            answers.write(line.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw explained(process, e);
        }
    }

    /** Ends the gate without having run the program. */
    public void turnAway() throws IOException {
        answers.close();
    }

    /** Process id of the program, which is its group's too. */
    public long pid() {
        return process.pid();
    }

    /** The other end of descriptor 4. */
    public InputStream reports() {
        return reports;
    }

    /** The other end of descriptor 3. */
    public OutputStream answers() {
        return answers;
    }

    /** What the program prints, to standard output and standard error. */
    public InputStream output() {
        return output;
    }

    /** Waits for the end of the program, whatever its children do; 128 + n stands for signal n. */
    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** Lets go of the pipes. */
    @Override
    public void close() {
        for (Closeable pipe : List.of(answers, reports, output)) {
            try {
                pipe.close();
            } catch (IOException e) {
                LOG.debug("A pipe of process {} could not be closed.", process.pid(), e);
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
