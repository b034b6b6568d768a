package org.attune.analysis;

import java.io.IOException;
import org.attune.text.Json;

/** How rows are written. Rows are gone through twice at most and never held all at once. */
public enum TableFormat {
    /** For people: aligned columns, shortened numbers and texts, no wider than asked; see {@link TextTable}. */
    TABLE {
        @Override
        public void write(Iterable<? extends Row> rows, Appendable out, int width) throws IOException {
            TextTable.write(rows, out, width);
        }
    },
    /**
     * Comma-separated values with a line of names, quoted as in RFC 4180, each line ended by a newline. Nested keys are joined by a slash ({@code config/lr});
     * the columns are all that any row has. {@code null} is an empty cell, a list its JSON text. No rows: nothing at all.
     */
    CSV {
        @Override
        public void write(Iterable<? extends Row> rows, Appendable out, int width) throws IOException {
            Csv.write(rows, out);
        }
    },
    /** One JSON object a line. */
    JSONL {
        @Override
        public void write(Iterable<? extends Row> rows, Appendable out, int width) throws IOException {
            for (Row row : rows) {
                out.append(Json.text(row.toJson())).append('\n');
            }
        }
    };

    /** @param width characters in a line at most; only {@link #TABLE} looks at it */
    public abstract void write(Iterable<? extends Row> rows, Appendable out, int width) throws IOException;
}
