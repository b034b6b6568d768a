package org.attune.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import org.attune.cli.Words;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * Findings for people: a line each, below it the fix of what is not green.
 *
 * @param color whether the words of levels have their colours
 */
record FindingText(boolean color) {
    private static final int LEVEL = 8;
    private static final int WHAT = 18;

    List<String> lines(Finding finding) {
        String word = Words.of(finding.level());
        List<String> lines = new ArrayList<>();
        lines.add(colored(word, finding.level())
                + " ".repeat(LEVEL - word.length())
                + padded(finding.what())
                + finding.why());
        if (!finding.fix().isEmpty()) {
            lines.add(" ".repeat(LEVEL + WHAT) + finding.fix());
        }
        return lines;
    }

    private static String padded(String what) {
        return what + " ".repeat(Math.max(1, WHAT - what.length()));
    }

    private String colored(String word, Level level) {
        if (!color) {
            return word;
        }
        int number =
                switch (level) {
                    case GREEN -> AttributedStyle.GREEN;
                    case YELLOW -> AttributedStyle.YELLOW;
                    case RED -> AttributedStyle.RED;
                };
        return new AttributedString(word, AttributedStyle.DEFAULT.foreground(number)).toAnsi();
    }
}
