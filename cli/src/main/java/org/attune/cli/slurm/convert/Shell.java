package org.attune.cli.slurm.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a script of a Bourne shell apart into its outermost statements. Nothing is expanded or run. */
final class Shell {
    private static final Set<String> OPENING = Set.of("if", "for", "while", "until", "case", "select", "{", "function");
    private static final Set<String> CLOSING = Set.of("fi", "done", "esac", "}");
    private static final Set<String> PASSED = Set.of("do", "then", "else", "elif", "!", "time");
    private static final Pattern HEREDOC = Pattern.compile("<<-?\\s*[\"'\\\\]?([A-Za-z_]\\w*)");

    private final String script;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;
    /** Number of the line at that place. */
    private int line = 1;

    private int counted;

    /** {@code end}: exclusive. */
    private record Piece(int start, int end, String after) {}

    private Shell(String script) {
        this.script = script;
    }

    static List<Statement> statements(String script) {
        Shell shell = new Shell(script.replace("\r\n", "\n"));
        while (shell.at < shell.script.length()) {
            shell.piece();
        }
        return shell.grouped();
    }

    /** Words of a command, without their quotes. */
    static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (c == '\\' && i + 1 < command.length()) {
                i++;
                begun = begun || command.charAt(i) != '\n';
                word.append(command.charAt(i) == '\n' ? "" : command.substring(i, i + 1));
            } else if (c == '\'' || c == '"') {
                int end = closing(command, i);
                word.append(command, i + 1, Math.min(end, command.length()));
                begun = true;
                i = end;
            } else if (c == '(') {
                int end = closing(command, i);
                word.append(command, i, Math.min(end + 1, command.length()));
                begun = true;
                i = end;
            } else if (Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    private void piece() {
        while (at < script.length() && (Character.isWhitespace(script.charAt(at)) || script.charAt(at) == ';')) {
            at++;
        }
        int start = at;
        if (at < script.length() && script.charAt(at) == '#') {
            int end = script.indexOf('\n', at);
            at = end < 0 ? script.length() : end;
            pieces.add(new Piece(start, at, "\n"));
            return;
        }
        while (at < script.length()) {
            char c = script.charAt(at);
            String separator = separator(c);
            if (!separator.isEmpty()) {
                int end = separator.equals("\n") ? heredocEnd(start, at) : at;
                add(start, end, separator);
                at = Math.max(end, at) + separator.length();
                return;
            } else if (c == '#' && at > start && Character.isWhitespace(script.charAt(at - 1))) {
                add(start, at, "\n");
                return;
            } else if (c == '\\') {
                at += 2;
            } else if (c == '\'' || c == '"' || c == '(' || c == '`') {
                at = closing(script, at) + 1;
            } else {
                at++;
            }
        }
        add(start, script.length(), "\n");
    }

    private void add(int start, int end, String separator) {
        int last = Math.min(end, script.length());
        while (last > start && Character.isWhitespace(script.charAt(last - 1))) {
            last--;
        }
        if (last > start) {
            pieces.add(new Piece(start, last, separator));
        }
    }

    private String separator(char c) {
        if (c == '\n' || c == ';') {
            return String.valueOf(c);
        } else if (script.startsWith("&&", at) || script.startsWith("||", at)) {
            return script.substring(at, at + 2);
        }
        boolean isRedirection = at > 0 && ">&<".indexOf(script.charAt(at - 1)) >= 0 || script.startsWith("&>", at);
        return (c == '&' || c == '|') && !isRedirection ? String.valueOf(c) : "";
    }

    /** What a command reads from the lines below it belongs to it. */
    private int heredocEnd(int start, int end) {
        String text = script.substring(start, end).replace("<<<", "   ");
        Matcher mark = HEREDOC.matcher(text);
        if (!mark.find()) {
            return end;
        }
        Matcher last = Pattern.compile("(?m)^\\s*" + mark.group(1) + "$").matcher(script);
        return last.find(end) ? last.end() : script.length();
    }

    /** Where the quote or parenthesis that opens at a place is closed. */
    private static int closing(String text, int open) {
        char quote = text.charAt(open);
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'') {
                i++;
            } else if (quote != '(' && i > open && c == quote) {
                return i;
            } else if (quote == '"' && text.startsWith("$(", i)) {
                i = closing(text, i + 1);
            } else if (quote == '(' && (c == '\'' || c == '"') && depth > 0) {
                i = closing(text, i);
            } else if (quote == '(' && c == '(') {
                depth++;
            } else if (quote == '(' && c == ')' && --depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private List<Statement> grouped() {
        List<Statement> statements = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (Piece piece : pieces) {
            String text = script.substring(piece.start(), piece.end());
            start = depth == 0 ? piece.start() : start;
            if (!text.startsWith("#") || depth == 0) {
                parts.add(text);
            }
            depth = Math.max(0, depth + deeper(text));
            if (depth == 0) {
                statements.add(statement(start, piece, parts));
                parts.clear();
            }
        }
        if (depth > 0) {
            statements.add(statement(start, pieces.get(pieces.size() - 1), parts));
        }
        return statements;
    }

    private static int deeper(String text) {
        if (text.startsWith("#")) {
            return 0;
        } else if (text.matches("(?s)(function\\s+)?[A-Za-z_][\\w-]*\\s*\\(\\s*\\)\\s*\\{?.*")) {
            return text.contains("{") && !text.endsWith("}") ? 1 : 0;
        }
        int depth = 0;
        for (String word : words(text)) {
            depth += OPENING.contains(word) ? 1 : CLOSING.contains(word) ? -1 : 0;
            if (!PASSED.contains(word) && !OPENING.contains(word)) {
                break;
            }
        }
        return depth;
    }

    private Statement statement(int start, Piece last, List<String> parts) {
        for (; counted < start; counted++) {
            line += script.charAt(counted) == '\n' ? 1 : 0;
        }
        return new Statement(
                line,
                start - script.lastIndexOf('\n', start - 1),
                script.substring(start, last.end()),
                parts,
                last.after(),
                isBehindBlankLine(start));
    }

    private boolean isBehindBlankLine(int start) {
        int ends = 0;
        for (int i = start - 1; i >= 0 && " \t\n".indexOf(script.charAt(i)) >= 0 && ends < 2; i--) {
            ends += script.charAt(i) == '\n' ? 1 : 0;
        }
        return ends == 2;
    }
}
