package org.attune.cli;

import java.util.List;
import java.util.Map;
import org.attune.text.ShellQuote;

/** Words as a shell would need them. */
public final class ShellText {
    private ShellText() {}

    /** How this program was called, as its launcher says, so that a line that is printed can be pasted. */
    public static String called(Map<String, String> environment) {
        String called = environment.getOrDefault("ATTUNE_CALLED", "");
        return called.isEmpty() ? "attune" : ShellQuote.of(called);
    }

    public static String line(String program, List<String> words) {
        StringBuilder line = new StringBuilder(program);
        words.forEach(word -> line.append(' ').append(ShellQuote.of(word)));
        return line.toString();
    }
}
