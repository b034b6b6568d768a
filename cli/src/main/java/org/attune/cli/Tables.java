package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.attune.analysis.Row;
import org.attune.analysis.TableFormat;
import org.attune.analysis.TextTable;

/**
 * Prints rows.
 *
 * @param width of the terminal, or boundless where there is none
 */
public record Tables(PrintWriter out, int width) {

    /** Asks for the width of the terminal, which takes some milliseconds. */
    public static Tables of(PrintWriter out) {
        return new Tables(out, Terminals.columns().orElse(Integer.MAX_VALUE));
    }

    public void print(Iterable<? extends Row> rows) {
        print(rows, TableFormat.TABLE);
    }

    public void print(Iterable<? extends Row> rows, TableFormat format) {
        try {
            format.write(rows, out, width);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In further lines where a text is too long for its column, so that none is cut. */
    public void printWhole(Iterable<? extends Row> rows) {
        try {
            TextTable.writeWhole(rows, out, width);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean fits(Iterable<? extends Row> rows) {
        return TextTable.fits(rows, width);
    }
}
