package org.attune.cli.live;

import java.time.Instant;
import org.attune.tuner.TunerListener;

/** Shows people a study while it runs. */
public interface Progress extends TunerListener, AutoCloseable {

    /** Tells something once. */
    void say(String line);

    /** Tells what is happening to the study as a whole. */
    void notice(String text);

    /** Shows what the study waits for, which was said, as long as it does; empty: nothing. */
    default void waits(String what) {}

    /** Whether nobody is at work on the study now, of whose time the clock goes on to tell. */
    default void stands(boolean still) {}

    /** Shows when the allocation ends in which the study runs. */
    default void endsAt(Instant allocation) {}

    @Override
    default void heldBack(String what) {
        waits(what);
        if (!what.isEmpty()) {
            say(what);
        }
    }

    @Override
    default void spread(String what) {
        say(what);
    }

    /** Shows the last state and shows no more. */
    @Override
    void close();
}
