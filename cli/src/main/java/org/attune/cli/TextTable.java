package org.attune.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows in columns as wide as they need to be; columns of numbers are aligned to the right. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(List<String> header) {
        rows.add(header);
    }

    void add(List<String> row) {
        rows.add(row);
    }

    void print(PrintWriter out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        boolean[] right = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            int at = column;
            widths[column] = rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
            right[column] = rows.size() > 1 && rows.stream().skip(1).allMatch(row -> isNumber(row.get(at)));
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String pad = " ".repeat(widths[column] - row.get(column).length());
                line.append(column == 0 ? "" : "  ");
                line.append(right[column] ? pad + row.get(column) : row.get(column) + pad);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static boolean isNumber(String text) {
        return text.isEmpty() || text.matches("-?(\\d[\\d.]*(e-?\\d+)?|nan|inf)");
    }
}
