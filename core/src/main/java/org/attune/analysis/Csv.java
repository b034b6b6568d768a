package org.attune.analysis;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.attune.text.Json;

/** Comma-separated values; see {@link TableFormat#CSV}. */
final class Csv {
    private Csv() {}

    static void write(Iterable<? extends Row> rows, Appendable out) throws IOException {
        List<String> columns = Cells.columns(rows);
        if (columns.isEmpty()) {
            return;
        }
        String separator = "";
        for (String column : columns) {
            out.append(separator).append(quoted(column));
            separator = ",";
        }
        out.append('\n');
        for (Row row : rows) {
            write(Cells.flat(row), columns, out);
        }
    }

    private static void write(Map<String, Object> cells, List<String> columns, Appendable out) throws IOException {
        String separator = "";
        for (String column : columns) {
            Object value = cells.get(column);
            out.append(separator).append(value == null ? "" : quoted(text(value)));
            separator = ",";
        }
        out.append('\n');
    }

    private static String text(Object value) {
        return value instanceof List<?> ? Json.text(value) : value.toString();
    }

    /** An empty text is quoted, so that it is not taken for an empty cell. */
    private static String quoted(String text) {
        boolean plain = !text.isEmpty()
                && text.chars().noneMatch(letter -> letter == ',' || letter == '"' || letter == '\n' || letter == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
