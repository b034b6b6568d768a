package org.attune.analysis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.attune.text.Json;

/**
 * A table for people. Columns in which nothing stands are left out. Numbers have five significant digits and stand to the right. Too wide a table first has its longest texts shortened, then
 * loses columns from the right, those last that say how a trial went; a last line names what was lost.
 */
final class TextTable {
    private static final String GAP = "  ";
    private static final int SHORTEST_TEXT = 10;
    private static final Set<String> LOST_LAST = Set.of("trial", "state", "step", "value", "best_value");

    private final List<Column> columns = new ArrayList<>();
    private final List<Column> shown = new ArrayList<>();

    private TextTable(Iterable<? extends Row> rows) {
        List<String> names = new ArrayList<>(Cells.columns(rows));
        List<String> titles = titles(names);
        for (int i = 0; i < names.size(); i++) {
            columns.add(new Column(names.get(i), titles.get(i)));
        }
        for (Row row : rows) {
            Map<String, Object> cells = Cells.flat(row);
            columns.forEach(column -> column.measure(cells.get(column.name)));
        }
        columns.removeIf(column -> column.empty);
        shown.addAll(columns);
    }

    static void write(Iterable<? extends Row> rows, Appendable out, int width) throws IOException {
        TextTable table = new TextTable(rows);
        if (table.columns.isEmpty()) {
            return;
        }
        table.fit(width);
        table.line(column -> column.title, out);
        for (Row row : rows) {
            Map<String, Object> cells = Cells.flat(row);
            table.line(column -> text(cells.get(column.name)), out);
        }
        if (table.shown.size() < table.columns.size()) {
            String lost = table.columns.stream()
                    .filter(column -> !table.shown.contains(column))
                    .map(column -> column.title)
                    .collect(Collectors.joining(", "));
            out.append(cut("not shown: " + lost, width)).append('\n');
        }
    }

    private void fit(int width) {
        while (total() > width) {
            Optional<Column> widest = widestText();
            if (widest.isPresent()) {
                Column column = widest.get();
                column.width = Math.max(SHORTEST_TEXT, column.width - (total() - width));
            } else if (shown.size() > 1) {
                shown.remove(leastImportant());
            } else {
                shown.get(0).width = Math.max(1, width);
                return;
            }
        }
    }

    private int total() {
        int gaps = GAP.length() * (shown.size() - 1);
        return gaps + shown.stream().mapToInt(column -> column.width).sum();
    }

    private Optional<Column> widestText() {
        return shown.stream()
                .filter(column -> !column.numeric && column.width > SHORTEST_TEXT)
                .max(Comparator.comparingInt(column -> column.width));
    }

    private int leastImportant() {
        for (int i = shown.size() - 1; i >= 0; i--) {
            if (!LOST_LAST.contains(shown.get(i).name)) {
                return i;
            }
        }
        return shown.size() - 1;
    }

    private void line(Function<Column, String> cell, Appendable out) throws IOException {
        String line = shown.stream()
                .map(column -> column.padded(cut(cell.apply(column), column.width)))
                .collect(Collectors.joining(GAP));
        out.append(line.stripTrailing()).append('\n');
    }

    private static final class Column {
        private final String name;
        private final String title;
        private int width;
        private boolean numeric = true;
        private boolean empty = true;

        Column(String name, String title) {
            this.name = name;
            this.title = title;
            this.width = title.length();
        }

        void measure(Object value) {
            width = Math.max(width, text(value).length());
            numeric &= value == null || value instanceof Number;
            empty &= text(value).isEmpty();
        }

        String padded(String text) {
            String blank = " ".repeat(width - text.length());
            return numeric ? blank + text : text + blank;
        }
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
            return Numbers.shown(number);
        }
        String text = value instanceof List<?> ? Json.text(value) : value.toString();
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }
}
