package org.attune.cli.live;

import java.util.List;
import org.jline.utils.AttributedString;

/** Paints a picture over the one before: the cursor rests on the line below it, so that what comes next is written there. */
final class Painter {
    /** Terminals that know this show all of a picture at once; the others ignore it. */
    private static final String BEGIN = "\u001b[?2026h";

    private static final String END = "\u001b[?2026l";
    private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private List<AttributedString> before = List.of();

    /**
     * What to write to a terminal of that width; empty if nothing has changed.
     *
     * @param said lines that stay, above the picture
     */
    String paint(List<String> said, List<AttributedString> lines, int width) {
        if (said.isEmpty() && lines.equals(before)) {
            return "";
        }
        StringBuilder text = new StringBuilder(BEGIN);
        int up = rows(width);
        if (up > 0) {
            text.append("\u001b[").append(up).append('A');
        }
        text.append('\r');
        for (String line : said) {
            text.append(line).append(CLEAR_TO_END_OF_LINE).append("\r\n");
        }
        for (AttributedString line : lines) {
            text.append(line.toAnsi()).append(CLEAR_TO_END_OF_LINE).append("\r\n");
        }
        before = List.copyOf(lines);
        return text.append(CLEAR_BELOW).append(END).toString();
    }

    /** Rows that the picture takes now: a terminal that became narrower has wrapped its lines. */
    private int rows(int width) {
        return before.stream()
                .mapToInt(line -> Math.max(1, (line.columnLength() + width - 1) / width))
                .sum();
    }
}
