package org.attune.space.record;

import java.util.Map;
import java.util.stream.Stream;

/** What a component of a record is in the space: a parameter, or a group of them. */
sealed interface Part permits Leaf, Group {

    /** The parameters of it. */
    Stream<Leaf> leaves();

    /**
     * The value for the record.
     *
     * @return null if the configuration has none
     */
    Object read(Map<String, Object> configuration);

    /** Adds what a record holds to a configuration. */
    void write(Object held, Map<String, Object> configuration);
}
