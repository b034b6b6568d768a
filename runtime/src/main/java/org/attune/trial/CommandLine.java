package org.attune.trial;

import java.nio.charset.Charset;
import java.util.List;
import org.attune.space.Configuration;
import org.attune.spec.Placeholders;

/** The command line of a trial. */
public final class CommandLine {
    private CommandLine() {}

    /**
     * The words with the configuration's values in their places. A word stays one word: no shell reads it.
     *
     * @throws IllegalArgumentException if a brace stands alone, or a word cannot be passed to a program
     */
    public static List<String> fill(List<String> words, Configuration configuration) {
        List<String> filled = Placeholders.fill(words, configuration);
        filled.forEach(CommandLine::check);
        return filled;
    }

    /** The template that gives just this word. */
    public static String literal(String word) {
        return word.replace("{", "{{").replace("}", "}}");
    }

    private static void check(String word) {
        String charset = System.getProperty("sun.jnu.encoding", "UTF-8");
        if (!Charset.forName(charset).newEncoder().canEncode(word)) {
            throw new IllegalArgumentException(
                    "'" + word + "' cannot be passed to a program in this locale, whose letters are " + charset
                            + ". Set LC_ALL=C.UTF-8 before Attune is started.");
        } else if (word.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a word of the command holds the character 0, which no program can be given.");
        }
    }
}
