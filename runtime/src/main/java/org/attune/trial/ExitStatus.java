package org.attune.trial;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the exit code of a program that failed means, in one line. */
public final class ExitStatus {
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "HUP"),
            Map.entry(2, "INT"),
            Map.entry(3, "QUIT"),
            Map.entry(4, "ILL"),
            Map.entry(5, "TRAP"),
            Map.entry(6, "ABRT"),
            Map.entry(7, "BUS"),
            Map.entry(8, "FPE"),
            Map.entry(9, "KILL"),
            Map.entry(11, "SEGV"),
            Map.entry(13, "PIPE"),
            Map.entry(14, "ALRM"),
            Map.entry(15, "TERM"),
            Map.entry(24, "XCPU"),
            Map.entry(25, "XFSZ"));

    private ExitStatus() {}

    /** Exit code of a program that signal 9 ended. */
    public static final int KILLED = 137;

    /** Name of a signal, such as {@code KILL}; its number if it has none here. */
    public static String signal(int number) {
        return SIGNALS.getOrDefault(number, Integer.toString(number));
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
        String signal = SIGNALS.get(exit - 128);
        String status = signal == null ? "exit " + exit : "exit " + exit + ", signal " + signal;
        if (exit == KILLED) {
            status += ": killed, but not by Attune; maybe memory ran out";
        }
        return lastLine.isEmpty() ? "it ended without a word (" + status + ")" : lastLine + " (" + status + ")";
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
