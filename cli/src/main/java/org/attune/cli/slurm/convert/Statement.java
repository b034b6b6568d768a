package org.attune.cli.slurm.convert;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A statement of a script at its outermost level: a command, a comment, a whole loop.
 *
 * @param line from 1
 * @param column from 1
 * @param text as it is written, without what separates it from the next
 * @param parts of a loop, a condition or a function: the commands in it; of a command itself alone
 * @param after what separates it from the next: a line's end, {@code ;}, {@code &}, {@code &&}, {@code ||}, {@code |}
 * @param blankBefore whether an empty line stands before it
 */
public record Statement(int line, int column, String text, List<String> parts, String after, boolean blankBefore) {
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_]\\w*(\\[[^]]*])?\\+?=.*", Pattern.DOTALL);
    private static final Set<String> BEFORE =
            Set.of("do", "then", "else", "elif", "if", "while", "until", "!", "{", "time", "exec", "nohup", "command");

    public Statement {
        parts = List.copyOf(parts);
    }

    boolean isComment() {
        return text.startsWith("#");
    }

    boolean isCompound() {
        return parts.size() > 1 || !parts.isEmpty() && !parts.get(0).equals(text);
    }

    /** The program that it calls, without its folder; empty if it only sets variables. */
    String program() {
        return program(text);
    }

    /** The same for a part of a loop. */
    static String program(String command) {
        for (String word : Shell.words(command)) {
            if (!BEFORE.contains(word) && !ASSIGNMENT.matcher(word).matches()) {
                return word.substring(word.lastIndexOf('/') + 1);
            }
        }
        return "";
    }

    boolean isAssignment() {
        return !isCompound()
                && !isComment()
                && (program().isEmpty()
                        || Set.of("export", "declare", "local", "readonly", "typeset")
                                .contains(program()));
    }

    /** What is run, without comments, texts to print and what is read from lines below. */
    String code() {
        List<String> run = isCompound() ? parts : List.of(text);
        return run.stream()
                .filter(part -> !Set.of("echo", "printf").contains(program(part)))
                .map(part -> part.replaceFirst("(?s)(?<!<)(<<-?[^<\\n][^\\n]*)\\n.*", "$1"))
                .collect(Collectors.joining("\n"));
    }

    /** A program that another is given to run; empty if there is none. */
    String behindDashes() {
        Matcher dashes = Pattern.compile("\\s--\\s+(?:\\\\\\n\\s*)?").matcher(text);
        return dashes.find() ? text.substring(dashes.end()) : "";
    }

    /** Where in the script a part of its text stands. */
    Place placeOf(String part) {
        int at = Math.max(0, text.indexOf(part));
        String before = text.substring(0, at);
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        int last = before.lastIndexOf('\n');
        return lines == 0 ? new Place(line, column + at) : new Place(line + lines, at - last);
    }

    /** From 1. */
    public record Place(int line, int column) {}

    /** The text in one line, not too long, for people. */
    String brief() {
        Matcher lines = Pattern.compile("\\s*\\\\?\\s*\\n\\s*").matcher(text);
        String one = lines.replaceAll(" ");
        return one.length() <= 70 ? one : one.substring(0, 67) + "...";
    }
}
