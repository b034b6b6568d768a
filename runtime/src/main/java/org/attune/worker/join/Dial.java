package org.attune.worker.join;

import java.io.IOException;
import org.attune.wire.Connection;

/** A way to a head. */
public interface Dial {

    /** {@code head}: what people call the one at the other end. */
    record Dialled(Connection connection, String head) {}

    /**
     * A new connection, which takes seconds at most. Looks anew each time where the head is.
     *
     * @throws IOException if there is no head, or it cannot be reached or trusted, in words for people
     */
    Dialled connect() throws IOException;
}
