package org.attune.spec;

import java.util.ArrayList;
import java.util.List;
import org.attune.text.Invalid;
import org.attune.text.TextNode;

/** Splits a command line as a POSIX shell does, quotes and backslashes included; what else a shell does is refused, not ignored. */
final class ShellWords {
    private static final String OPERATORS = "|&;<>()$`\n";

    private final String text;
    private final TextNode node;
    private final List<String> words = new ArrayList<>();
    private StringBuilder word;
    private int at;

    private ShellWords(String text, TextNode node) {
        this.text = text;
        this.node = node;
    }

    /** @throws Invalid at the node, if a quote is open or a shell would be needed */
    static List<String> split(String text, TextNode node) {
        ShellWords words = new ShellWords(text.strip(), node);
        words.split();
        return words.words;
    }

    private void split() {
        for (at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t') {
                endWord();
            } else if (c == '\'') {
                int end = text.indexOf('\'', at + 1);
                append(text.substring(at + 1, end < 0 ? open(c) : end));
                at = end;
            } else if (c == '"') {
                doubleQuotes();
            } else if (c == '\\') {
                at++;
                append(at < text.length() ? text.substring(at, at + 1) : "\\");
            } else {
                plain(c);
            }
        }
        endWord();
    }

    private void doubleQuotes() {
        append("");
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            boolean escape =
                    text.charAt(at) == '\\' && at + 1 < text.length() && "\"\\$`".indexOf(text.charAt(at + 1)) >= 0;
            at += escape ? 1 : 0;
            char c = text.charAt(at);
            if (!escape && (c == '$' || c == '`')) {
                refuse(c);
            }
            append(String.valueOf(c));
        }
        if (at == text.length()) {
            open('"');
        }
    }

    private void plain(char c) {
        if (OPERATORS.indexOf(c) >= 0) {
            refuse(c);
        }
        append(String.valueOf(c));
    }

    private void append(String part) {
        word = word == null ? new StringBuilder(part) : word.append(part);
    }

    private void endWord() {
        if (word != null) {
            words.add(word.toString());
            word = null;
        }
    }

    private int open(char quote) {
        throw new Invalid(node.place(), "a " + quote + " in the command is not closed.", "");
    }

    private void refuse(char c) {
        throw new Invalid(
                node.place(),
                "no shell reads the command, so an unquoted " + (c == '\n' ? "line break" : "'" + c + "'")
                        + " in it has no meaning.",
                "Write it in single quotes, or command: [sh, -c, \"...\"].");
    }
}
