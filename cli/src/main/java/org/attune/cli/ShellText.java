package org.attune.cli;

import java.util.List;
import java.util.Map;

/** Words as a shell would need them. */
public final class ShellText {
    private ShellText() {}

    /** How this program was called, as its launcher says, so that a line that is printed can be pasted. */
    public static String called(Map<String, String> environment) {
        String called = environment.getOrDefault("ATTUNE_CALLED", "");
        return called.isEmpty() ? "attune" : quote(called);
    }

    public static String line(String program, List<String> words) {
        StringBuilder line = new StringBuilder(program);
        words.forEach(word -> line.append(' ').append(quote(word)));
        return line.toString();
    }

    public static String quote(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
