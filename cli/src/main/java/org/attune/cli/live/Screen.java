package org.attune.cli.live;

import java.io.IOException;
import java.io.PrintWriter;

/** Where a picture is drawn. */
public interface Screen extends AutoCloseable {

    /** Columns, now. */
    int width();

    /** Rows, now. */
    int height();

    PrintWriter writer();

    /** Nothing is drawn any more. */
    @Override
    default void close() throws IOException {}
}
