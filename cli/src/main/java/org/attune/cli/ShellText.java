package org.attune.cli;

import java.util.List;

/** Words as a shell would need them. */
final class ShellText {
    private ShellText() {}

    static String line(String program, List<String> words) {
        StringBuilder line = new StringBuilder(program);
        words.forEach(word -> line.append(' ').append(quote(word)));
        return line.toString();
    }

    private static String quote(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
