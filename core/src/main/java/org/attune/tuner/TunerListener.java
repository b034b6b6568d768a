package org.attune.tuner;

import java.time.Duration;
import java.util.List;
import org.attune.study.Event;
import org.attune.study.Study;

/** Is told what happens in a running study, for people to watch. */
@FunctionalInterface
public interface TunerListener {

    /**
     * Some events were taken in. Called on the tuner's thread: read the study here and now, and return soon.
     *
     * @param study as it is after the events
     */
    void changed(Study study, List<Event> events);

    /**
     * The tuner is at work: its runner is open, and knows which attempts of a former head to expect. Called once on the tuner's thread, before all else.
     */
    default void began(Study study) {}

    /**
     * A trial whose attempt was interrupted again will rest before it goes on. Called on the tuner's thread, before {@link #changed} tells of the
     * attempt's end.
     *
     * @param pause how long at least
     */
    default void rests(int trial, Duration pause) {}

    /**
     * Memory ran out again where several trials ran, or it is known now whose fault that was. Called on the tuner's thread.
     *
     * @param what for people, how many run beside each other from now on
     */
    default void spread(String what) {}

    /**
     * Trials do not begin since too little time is left of the allocation. Called on the tuner's thread when that changes.
     *
     * @param what for people; empty if there are none any more
     */
    default void heldBack(String what) {}
}
