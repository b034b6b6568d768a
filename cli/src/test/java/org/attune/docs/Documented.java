package org.attune.docs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command as a page has it.
 *
 * @param page the page, relative to the repository
 * @param text the command, with its comment
 */
record Documented(String page, String text) {
    private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z][A-Z_|]+(\\.yaml)?|\\[.*|.*\\]|<.*>");
    private static final Pattern EXIT = Pattern.compile("#.*\\bexit (?:code )?(\\d+)\\b");
    private static final Pattern OPTION = Pattern.compile("(?<=[\\s\\[])--?[a-z][a-z-]*");

    /** Whether it says how a command is written, in square brackets and capitals, and cannot be run as it is. */
    boolean isSynopsis() {
        return List.of(command().split("\\s+")).stream()
                .anyMatch(word -> PLACEHOLDER.matcher(word).matches());
    }

    /** Whether it is about Slurm, as its page, its words or its comment say, and run by {@link SlurmDocsIT}. */
    boolean needsSlurm() {
        return page.matches("docs/slurm.*")
                || text.matches(".*#.*\\bon Slurm\\b.*")
                || command().matches("\\S+ slurm (?!convert\\b).*|.* --slurm\\b.*");
    }

    /** What is run: without the comment, and without the programs that only shape what it prints. */
    String command() {
        return text.replaceFirst("\\s#\\s.*", "")
                .replaceFirst("\\s\\|\\s.*", "")
                .strip();
    }

    /** The exit code that its comment names, else 0. */
    int exitCode() {
        Matcher matcher = EXIT.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** Name of the subcommand; of one of a group, {@code space convert} or {@code cluster start}, the words of both. */
    List<String> subcommand() {
        List<String> words = List.of(command().split("\\s+"));
        return words.subList(1, List.of("space", "cluster", "slurm").contains(words.get(1)) ? 3 : 2);
    }

    /** Options of the subcommand, up to where the command of a trial begins. */
    List<String> options() {
        Matcher matcher = OPTION.matcher(command().replaceFirst("\\s-- .*", ""));
        return matcher.results().map(result -> result.group()).toList();
    }

    @Override
    public String toString() {
        return page + ": " + text;
    }
}
