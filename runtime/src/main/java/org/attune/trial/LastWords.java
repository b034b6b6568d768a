package org.attune.trial;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.attune.engine.slurm.MemoryWitness;

/** The end of what a program printed, and what it says about the program's death. Safe for use by many threads. */
public final class LastWords {
    private static final int ROOM = 32 * 1024;
    private static final int SHORTEST_AMONG_BYTES = 20;
    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
    private static final Pattern KILLED_CHILD = Pattern.compile(
            "\\bSIGKILL\\b|signal: Killed|signal 9\\b|exit(?:code|status| code| status)?\\W+(?:-9|137)\\b|^Killed$|terminated abruptly");
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}&&[^\\t]]");
    // What launchers of several processes put before each line.
    private static final Pattern RANK = Pattern.compile("^(?:\\[rank\\d+\\]:|\\[\\d+,\\d+\\]<std(?:err|out)>:) ?");
    private static final Pattern SAYS_NOTHING = Pattern.compile(String.join(
            "|",
            "\\S*attune:.*",
            "[-=+*_~#\\s]+",
            "Execution halted|Calls: .*|Stacktrace:|Node\\.js v.*|exit status \\d+",
            "note: run with `RUST_BACKTRACE=.*|wandb: .*|make: \\*\\*\\* .*",
            "srun: (?:error: .*: tasks? \\S+: (?:Exited with exit code|Terminated|Killed).*|Terminating .*|Job step .*)",
            "slurmstepd: error: \\*\\*\\* .*",
            "Primary job +terminated normally.*|mpi(?:run|exec) (?:detected|noticed) .*|MPI_ABORT was invoked .*",
            "with errorcode \\d+\\.|NOTE: invoking MPI_ABORT .*|You may or may not see .*|exactly when Open MPI .*"));

    private final TailBuffer tail = new TailBuffer(ROOM);

    public synchronized void add(byte[] bytes, int length) {
        tail.add(bytes, 0, length);
    }

    /**
     * The line that says most: of a Python traceback the exception and what it came from, of other languages' traces the like, else the last line that is
     * not indented; empty if nothing was printed that can be read.
     */
    public String line() {
        return line(lines());
    }

    /** Whether the line tells of a failure, and is not just what the program printed last. */
    public boolean tellWhy() {
        return trace(lines()).isPresent();
    }

    /** Whether all that was printed is one line that begins so. */
    public synchronized boolean isOneLineOf(String beginning) {
        String text = text().strip();
        return text.startsWith(beginning) && text.indexOf('\n') < 0;
    }

    /** Whether they say that memory ran out. */
    public boolean tellOfMemory() {
        List<String> lines = lines();
        return MemoryWords.areIn(line(lines)) || MemoryWitness.isIn(lines);
    }

    /** Whether they say that a process which the program had started was killed. */
    public boolean tellOfAKill() {
        return KILLED_CHILD.matcher(line()).find();
    }

    private synchronized String text() {
        return new String(tail.bytes(), StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        String text = text();
        long shortest = unreadable(text) * 4 > text.length() ? SHORTEST_AMONG_BYTES : 1;
        return ESCAPES.matcher(text)
                .replaceAll("")
                .lines()
                .map(line -> RANK.matcher(line).replaceFirst(""))
                .map(line -> UNPRINTABLE.matcher(line).replaceAll("").stripTrailing())
                .filter(line -> !line.isBlank() && line.length() >= shortest && unreadable(line) * 4 <= line.length())
                .toList();
    }

    private static long unreadable(String text) {
        return text.chars().filter(c -> c == '\ufffd').count();
    }

    private static Optional<Finding> trace(List<String> lines) {
        Optional<Finding> python = PythonTraceback.find(lines);
        Optional<Finding> other = OtherTraces.find(lines);
        boolean onlyWraps = python.isPresent()
                && PythonTraceback.WRAPPER.matcher(python.get().text()).matches();
        return onlyWraps && other.isPresent() ? other : Finding.later(python, other);
    }

    private static String line(List<String> lines) {
        return trace(lines).orElseGet(() -> lastOf(lines)).line();
    }

    private static Finding lastOf(List<String> lines) {
        Optional<String> last = Optional.empty();
        for (String line : lines) {
            if (!SAYS_NOTHING.matcher(line).matches()) {
                boolean better = last.isEmpty() || !Character.isWhitespace(line.charAt(0));
                last = better || Character.isWhitespace(last.get().charAt(0)) ? Optional.of(line) : last;
            }
        }
        return new Finding(
                lines.size(),
                last.orElse(lines.isEmpty() ? "" : lines.get(lines.size() - 1)).strip());
    }
}
