package org.attune.trial;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.attune.space.Configuration;
import org.attune.space.Json;

/** A command line with placeholders: {@code {lr}} is replaced by the value of {@code lr}, <code>{{</code> and <code>}}</code> are braces. */
public final class CommandLine {
    private CommandLine() {}

    /**
     * The words with the configuration's values in their places: text as it is, other values as JSON. A word stays one word.
     *
     * @throws IllegalArgumentException if a placeholder names no parameter or is not closed, or a word cannot be passed to a program
     */
    public static List<String> fill(List<String> words, Configuration configuration) {
        List<String> filled = new ArrayList<>(words.size());
        for (String word : words) {
            filled.add(passable(fill(word, configuration)));
        }
        return filled;
    }

    /** The word as a template that gives just this word. */
    public static String literal(String word) {
        return word.replace("{", "{{").replace("}", "}}");
    }

    private static String fill(String word, Configuration configuration) {
        StringBuilder filled = new StringBuilder(word.length());
        int at = 0;
        while (at < word.length()) {
            char c = word.charAt(at);
            boolean doubled = at + 1 < word.length() && word.charAt(at + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                filled.append(c);
                at += 2;
            } else if (c == '{') {
                int end = word.indexOf('}', at);
                String name = end < 0 ? "" : word.substring(at + 1, end);
                if (!configuration.values().containsKey(name)) {
                    throw new IllegalArgumentException("'" + word + "' in the command has a placeholder "
                            + (end < 0 ? "that is not closed" : "'{" + name + "}' for which there is no parameter")
                            + ". Parameters are "
                            + String.join(", ", configuration.values().keySet())
                            + "; write {{ and }} for braces.");
                }
                Object value = configuration.get(name);
                filled.append(value instanceof String text ? text : Json.text(value));
                at = end + 1;
            } else if (c == '}') {
                throw new IllegalArgumentException(
                        "'" + word + "' in the command has a '}' that closes no placeholder. Write }} for a brace.");
            } else {
                filled.append(c);
                at++;
            }
        }
        return filled.toString();
    }

    private static String passable(String word) {
        String charset = System.getProperty("sun.jnu.encoding", "UTF-8");
        if (!Charset.forName(charset).newEncoder().canEncode(word)) {
            throw new IllegalArgumentException(
                    "'" + word + "' cannot be passed to a program in this locale, whose letters are " + charset
                            + ". Set LC_ALL=C.UTF-8 before Attune is started.");
        } else if (word.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a word of the command holds the character 0, which no program can be given.");
        }
        return word;
    }
}
