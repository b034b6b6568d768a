package org.attune.cli.space;

import java.util.ArrayList;
import java.util.List;

/** Text over as many lines as it needs. */
final class Wrapped {
    private static final int NARROWEST = 20;

    private Wrapped() {}

    /**
     * @param first what stands before the first line
     * @param others what stands before the others
     * @param width of a line with what stands before it; words that are longer stay whole
     */
    static List<String> lines(String text, String first, String others, int width) {
        List<String> lines = new ArrayList<>();
        String before = first;
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" (?! )")) {
            int room = Math.max(NARROWEST, width - before.length());
            if (line.length() > 0 && line.length() + 1 + word.length() > room) {
                lines.add((before + line).stripTrailing());
                line.setLength(0);
                before = others;
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add((before + line).stripTrailing());
        return lines;
    }
}
