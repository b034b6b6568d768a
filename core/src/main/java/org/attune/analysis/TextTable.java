package org.attune.analysis;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.attune.space.Json;

/**
 * A table for people. Numbers have five significant digits and stand to the right. Too wide a table first has its longest texts shortened, then
 * loses columns from the right; a last line names those.
 */
final class TextTable {
    private static final String GAP = "  ";
    private static final int SHORTEST_TEXT = 10;
    private static final MathContext DIGITS = new MathContext(5);

    private final List<String> columns;
    private final List<String> titles;
    private final List<String> left = new ArrayList<>();
    private final int[] widths;
    private final boolean[] numeric;

    private TextTable(Iterable<? extends Row> rows) {
        columns = new ArrayList<>(Cells.columns(rows));
        titles = titles(columns);
        widths = titles.stream().mapToInt(String::length).toArray();
        numeric = new boolean[columns.size()];
        Arrays.fill(numeric, true);
        for (Row row : rows) {
            Map<String, Object> cells = Cells.flat(row);
            for (int i = 0; i < widths.length; i++) {
                Object value = cells.get(columns.get(i));
                widths[i] = Math.max(widths[i], text(value).length());
                numeric[i] &= value == null || value instanceof Number;
            }
        }
    }

    static void write(Iterable<? extends Row> rows, Appendable out, int width) throws IOException {
        TextTable table = new TextTable(rows);
        if (table.columns.isEmpty()) {
            return;
        }
        table.fit(width);
        table.line(table.titles, out);
        for (Row row : rows) {
            Map<String, Object> cells = Cells.flat(row);
            List<String> texts = new ArrayList<>();
            for (String column : table.columns) {
                texts.add(text(cells.get(column)));
            }
            table.line(texts, out);
        }
        if (!table.left.isEmpty()) {
            out.append(cut("not shown: " + String.join(", ", table.left), width))
                    .append('\n');
        }
    }

    private void fit(int width) {
        while (total() > width) {
            int widest = widestText();
            if (widest >= 0) {
                widths[widest] = Math.max(SHORTEST_TEXT, widths[widest] - (total() - width));
            } else if (columns.size() > 1) {
                int last = columns.size() - 1;
                columns.remove(last);
                left.add(0, titles.remove(last));
            } else {
                widths[0] = Math.max(1, width);
                return;
            }
        }
    }

    private int total() {
        int total = GAP.length() * (columns.size() - 1);
        for (int i = 0; i < columns.size(); i++) {
            total += widths[i];
        }
        return total;
    }

    private int widestText() {
        int widest = -1;
        for (int i = 0; i < columns.size(); i++) {
            if (!numeric[i] && widths[i] > SHORTEST_TEXT && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private void line(List<String> texts, Appendable out) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String text = cut(texts.get(i), widths[i]);
            String blank = " ".repeat(widths[i] - text.length());
            line.append(i == 0 ? "" : GAP).append(numeric[i] ? blank + text : text + blank);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    /** The last part of a name where that is clear enough. */
    private static List<String> titles(List<String> columns) {
        Map<String, Integer> uses = new HashMap<>();
        columns.forEach(column -> uses.merge(lastPart(column), 1, Integer::sum));
        List<String> titles = new ArrayList<>();
        for (String column : columns) {
            titles.add(uses.get(lastPart(column)) == 1 ? lastPart(column) : column);
        }
        return titles;
    }

    private static String lastPart(String column) {
        return column.substring(column.lastIndexOf('/') + 1);
    }

    private static String text(Object value) {
        if (value == null) {
            return "";
        } else if (value instanceof Double number && Double.isFinite(number)) {
            return number(number);
        }
        String text = value instanceof List<?> ? Json.text(value) : value.toString();
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static String number(double number) {
        if (number == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
        double size = Math.abs(number);
        return size >= 1e-4 && size < 1e7
                ? rounded.toPlainString()
                : Double.toString(rounded.doubleValue()).replace("E", "e").replace(".0e", "e");
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }
}
