package org.attune.cli.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** Draws lines of a terminal as an SVG picture of a terminal window. */
final class AnsiToSvg {
    private static final double COLUMN = 8.43;
    private static final int ROW = 19;
    private static final int MARGIN = 18;
    private static final int TITLE = 34;

    private AnsiToSvg() {}

    static String draw(List<AttributedString> lines, int columns, String title) {
        int width = (int) Math.ceil(columns * COLUMN) + 2 * MARGIN;
        int height = lines.size() * ROW + 2 * MARGIN + TITLE;
        List<String> svg = new ArrayList<>();
        svg.add(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">",
                width, height, width, height));
        svg.add("<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#d7dce2;"
                + "white-space:pre}.b{font-weight:bold;fill:#fff}.g{fill:#7fd88f}.r{fill:#ff8f87}.q{fill:#8a94a0}</style>");
        svg.add(format("<rect width=\"%d\" height=\"%d\" rx=\"9\" fill=\"#161b22\"/>", width, height));
        String[] buttons = {"#ff5f57", "#febc2e", "#28c840"};
        for (int i = 0; i < buttons.length; i++) {
            svg.add(format("<circle cx=\"%d\" cy=\"18\" r=\"6\" fill=\"%s\"/>", MARGIN + 4 + 20 * i, buttons[i]));
        }
        svg.add(format(
                "<text x=\"%d\" y=\"23\" text-anchor=\"middle\" class=\"q\">%s</text>", width / 2, escape(title)));
        for (int row = 0; row < lines.size(); row++) {
            runs(lines.get(row), MARGIN + TITLE + row * ROW, svg);
        }
        svg.add("</svg>");
        return String.join("\n", svg) + "\n";
    }

    /** One element for each stretch of characters of one style, fixed in length so that columns stay columns in any font. */
    private static void runs(AttributedString line, int y, List<String> svg) {
        int from = 0;
        while (from < line.length()) {
            AttributedStyle style = line.styleAt(from);
            int to = from;
            while (to < line.length() && line.styleAt(to).equals(style)) {
                to++;
            }
            String text = line.subSequence(from, to).toString();
            if (!text.isBlank()) {
                svg.add(format(
                        "<text x=\"%.1f\" y=\"%d\" textLength=\"%.1f\" lengthAdjust=\"spacingAndGlyphs\"%s>%s</text>",
                        MARGIN + from * COLUMN, y, (to - from) * COLUMN, css(style), escape(text)));
            }
            from = to;
        }
    }

    private static String css(AttributedStyle style) {
        if (style.equals(AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN))) {
            return " class=\"g\"";
        } else if (style.equals(AttributedStyle.DEFAULT.foreground(AttributedStyle.RED))) {
            return " class=\"r\"";
        } else if (style.equals(AttributedStyle.DEFAULT.faint())) {
            return " class=\"q\"";
        }
        return style.equals(AttributedStyle.BOLD) ? " class=\"b\"" : "";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
