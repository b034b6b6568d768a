package org.attune.cli.live;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Lines that are no wider than a width. */
final class Lines {
    private final List<AttributedString> lines = new ArrayList<>();
    private final int width;
    private final Theme theme;

    Lines(int width, Theme theme) {
        this.width = width;
        this.theme = theme;
    }

    List<AttributedString> list() {
        return lines;
    }

    void add(AttributedString line) {
        lines.add(fit(line));
    }

    void add(String text, AttributedStyle style) {
        add(new AttributedString(text, style));
    }

    /** The two parts at the two ends of a line, or on a line each if there is no room for both. */
    void addEnds(AttributedString left, AttributedString right) {
        int gap = width - left.columnLength() - right.columnLength();
        if (right.length() == 0 || gap < 2) {
            add(left);
            if (right.length() > 0) {
                add(right);
            }
        } else {
            lines.add(new AttributedStringBuilder()
                    .append(left)
                    .append(" ".repeat(gap))
                    .append(right)
                    .toAttributedString());
        }
    }

    /** Words in as many lines as they need, all indented alike, but no more than {@code most}. */
    void addWords(List<String> words, int indent, int most, AttributedStyle style) {
        List<StringBuilder> rows = new ArrayList<>();
        for (String word : words) {
            StringBuilder row = rows.isEmpty() ? null : rows.get(rows.size() - 1);
            boolean room = row != null && row.length() + 1 + word.length() <= width - indent;
            if (room || (row != null && rows.size() == most)) {
                row.append(' ').append(word);
            } else {
                rows.add(new StringBuilder(word));
            }
        }
        rows.forEach(row -> add(" ".repeat(indent) + row, style));
    }

    private AttributedString fit(AttributedString line) {
        if (line.columnLength() <= width) {
            return line;
        }
        String end = theme.ellipsis();
        return new AttributedStringBuilder()
                .append(line.columnSubSequence(0, Math.max(0, width - end.length())))
                .append(end)
                .toAttributedString();
    }
}
