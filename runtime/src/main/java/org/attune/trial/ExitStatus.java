package org.attune.trial;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** What the exit code of a program that failed means, in one line. */
public final class ExitStatus {
    /** Name of a signal, and what it mostly means. */
    private record Ending(String signal, String meaning) {}

    private static final Map<Integer, Ending> ENDINGS = Map.ofEntries(
            Map.entry(1, new Ending("HUP", "its terminal was closed")),
            Map.entry(2, new Ending("INT", "interrupted, but not by Attune")),
            Map.entry(3, new Ending("QUIT", "asked to quit, but not by Attune")),
            Map.entry(4, new Ending("ILL", "an instruction that this CPU does not know")),
            Map.entry(5, new Ending("TRAP", "a trap")),
            Map.entry(6, new Ending("ABRT", "it aborted itself")),
            Map.entry(7, new Ending("BUS", "a bad access to memory; maybe /dev/shm or a disk is full")),
            Map.entry(8, new Ending("FPE", "a wrong calculation, such as a division by zero")),
            Map.entry(
                    9,
                    new Ending("KILL", "killed, but not by Attune; maybe memory ran out, or its time ('ulimit -t')")),
            Map.entry(10, new Ending("USR1", "warned of the end of its allocation, but not by Attune")),
            Map.entry(11, new Ending("SEGV", "a bad access to memory")),
            Map.entry(13, new Ending("PIPE", "it wrote to a pipe that nobody reads")),
            Map.entry(14, new Ending("ALRM", "its own alarm clock")),
            Map.entry(15, new Ending("TERM", "asked to end, but not by Attune")),
            Map.entry(24, new Ending("XCPU", "its CPU time ran out; see 'ulimit -t'")),
            Map.entry(25, new Ending("XFSZ", "a file became too large; see 'ulimit -f'")));
    private static final Pattern COMPLAINT = Pattern.compile(
            "error|fatal|fail|assert|abort|fault|kill|terminat|panic|exception|cannot|can't|exceeded|denied|no such|std::",
            Pattern.CASE_INSENSITIVE);

    private ExitStatus() {}

    /** Exit code of a program that signal 9 ended. */
    public static final int KILLED = 137;

    /** Name of a signal, such as {@code KILL}; its number if it has none here. */
    public static String signal(int number) {
        Ending ending = ENDINGS.get(number);
        return ending == null ? Integer.toString(number) : ending.signal();
    }

    /**
     * @param program first word of the command
     * @param lastLine what the program said last; may be empty
     * @param begun whether it seems to have begun to run: it reported, or printed more than the shell does that could not find it
     */
    public static String message(int exit, String program, Path folder, String lastLine, boolean begun) {
        if (exit == 127 && !begun && lastLine.contains(program)) {
            return "cannot run '" + program + "': no such file (exit 127). " + remedy(program, folder);
        } else if (exit == 126 && !begun && lastLine.contains(program)) {
            return "cannot run '" + program
                    + "': it is not executable (exit 126). Make it so with chmod +x, or name the program that runs it,"
                    + " such as [python3, " + program + "].";
        }
        Ending ending = ENDINGS.get(exit - 128);
        if (ending == null) {
            String words = lastLine.isEmpty() ? "it ended without a word" : lastLine;
            return words + " (exit " + exit + ")" + Remedies.against(lastLine);
        }
        String status = "(exit " + exit + ", signal " + ending.signal() + ")";
        if (COMPLAINT.matcher(lastLine).find()) {
            String meaning = exit == KILLED ? ": " + ending.meaning() : "";
            return lastLine + " " + status.replace(")", meaning + ")") + Remedies.against(lastLine);
        }
        String last = lastLine.isEmpty() ? "" : "; it said last: " + lastLine;
        return ending.meaning() + " " + status + last;
    }

    private static String remedy(String program, Path folder) {
        boolean isHere = !program.contains("/") && Files.exists(folder.resolve(program));
        if (isHere) {
            return "It lies in the study's folder: write ./" + program
                    + ", or name the program that runs it, such as [python3, " + program + "].";
        } else if (program.equals("python")) {
            return "Maybe write python3.";
        } else if (program.contains(" ")) {
            return "A command is a list of words: maybe [" + program.strip().replaceAll("\\s+", ", ") + "].";
        } else if (program.contains("/") && Files.exists(folder.resolve(program))) {
            return "The file is there, but what its first line names to run it is not.";
        } else if (program.contains("/")) {
            return "Paths start from the study's folder, " + folder + ".";
        }
        return "It is neither on the PATH nor in the study's folder, " + folder + ".";
    }
}
