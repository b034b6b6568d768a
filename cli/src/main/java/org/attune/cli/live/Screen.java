package org.attune.cli.live;

import java.io.PrintWriter;

/** Where a picture is drawn. */
public interface Screen {

    /** Columns, now. */
    int width();

    /** Rows, now. */
    int height();

    PrintWriter writer();
}
