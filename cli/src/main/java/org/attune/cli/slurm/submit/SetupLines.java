package org.attune.cli.slurm.submit;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which lines of a job's setup may be run where the job is submitted: those that set the environment and do nothing else. What clears a node's disk, say, is for nodes. */
final class SetupLines {
    private static final String WORDS = "(?:\\s[^`(;|&<>]*)?";
    private static final Pattern COMMAND =
            Pattern.compile("(?:source|\\.|export|unset|set|module|ml|(?:conda|mamba|micromamba)\\s+(?:de)?activate"
                    + "|spack\\s+(?:load|unload|env\\s+activate)|umask|ulimit|true|exit)" + WORDS
                    + "|[A-Za-z_]\\w*=[^`(;|&<>\\s]*"
                    + "|eval \"\\$\\([\\w./~ =-]*\\b(?:shell|hook|init)\\b[\\w./~ =-]*\\)\"");

    private static final Pattern BETWEEN = Pattern.compile("&&|\\|\\||;");

    private SetupLines() {}

    /** The first line that is for nodes alone. */
    static Optional<String> ofNodes(List<String> setup) {
        return setup.stream()
                .flatMap(String::lines)
                .filter(line -> !isOfAny(line))
                .findFirst();
    }

    private static boolean isOfAny(String line) {
        String text = line.strip();
        return text.isEmpty()
                || text.startsWith("#")
                || !text.contains("SLURM") && BETWEEN.splitAsStream(text).allMatch(SetupLines::isSetting);
    }

    private static boolean isSetting(String command) {
        return command.isBlank() || COMMAND.matcher(command.strip()).matches();
    }
}
