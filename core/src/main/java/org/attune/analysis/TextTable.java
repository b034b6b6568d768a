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
import java.util.stream.Stream;
import org.attune.text.Json;

/**
 * A table for people. Columns in which nothing stands are left out. Numbers have five significant digits and stand to the right. Too wide a table first has its longest texts shortened, then
 * loses columns from the right, those last that say how a trial went; last lines name what was lost. {@link #writeWhole} goes on in further lines instead.
 */
public final class TextTable {
    private static final String GAP = "  ";
    private static final int SHORTEST_TEXT = 10;
    private static final int SHORTEST_PIECE = 4;
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
        table.fit(width);
        table.write(rows, out, width, table::line);
    }

    /** Cuts no text: what is longer than its column goes on in the lines below. The first column, which names the row, is broken last. */
    public static void writeWhole(Iterable<? extends Row> rows, Appendable out, int width) throws IOException {
        TextTable table = new TextTable(rows);
        table.squeeze(width);
        table.fit(width);
        table.write(rows, out, width, table::lines);
    }

    /** Whether all of the rows fits with a line for each. */
    public static boolean fits(Iterable<? extends Row> rows, int width) {
        return new TextTable(rows).total() <= width;
    }

    private void write(Iterable<? extends Row> rows, Appendable out, int width, Printer printer) throws IOException {
        if (columns.isEmpty()) {
            return;
        }
        printer.print(column -> column.title, out);
        for (Row row : rows) {
            Map<String, Object> cells = Cells.flat(row);
            printer.print(column -> text(cells.get(column.name)), out);
        }
        if (shown.size() < columns.size()) {
            String lost = columns.stream()
                    .filter(column -> !shown.contains(column))
                    .map(column -> column.title)
                    .collect(Collectors.joining(", "));
            for (String line : Pieces.of("not shown: " + lost, width)) {
                out.append(line).append('\n');
            }
        }
    }

    private interface Printer {
        void print(Function<Column, String> cell, Appendable out) throws IOException;
    }

    private void squeeze(int width) {
        while (total() > width) {
            Optional<Column> column = widestText(shown.stream().skip(1), SHORTEST_TEXT)
                    .or(() -> widestText(shown.stream(), SHORTEST_PIECE));
            if (column.isEmpty()) {
                return;
            }
            column.get().width--;
        }
    }

    private void fit(int width) {
        while (total() > width) {
            Optional<Column> widest = widestText(shown.stream(), SHORTEST_TEXT);
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

    private static Optional<Column> widestText(Stream<Column> columns, int shortest) {
        return columns.filter(column -> !column.numeric && column.width > shortest)
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

    private void lines(Function<Column, String> cell, Appendable out) throws IOException {
        Map<Column, List<String>> pieces = new HashMap<>();
        shown.forEach(column -> pieces.put(column, Pieces.of(cell.apply(column), column.width)));
        int height = pieces.values().stream().mapToInt(List::size).max().orElse(1);
        for (int i = 0; i < height; i++) {
            int number = i;
            line(
                    column -> number < pieces.get(column).size()
                            ? pieces.get(column).get(number)
                            : "",
                    out);
        }
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
