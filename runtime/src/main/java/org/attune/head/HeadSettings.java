package org.attune.head;

import java.time.Duration;
import java.util.function.Consumer;
import org.attune.wire.ClusterFolder;

/**
 * How a head is to be.
 *
 * @param port where to listen; 0 for the former head's if it is free, else one that the system chooses
 * @param takeOver take the cluster from a head that seems alive
 * @param log for people, a line each
 * @param returning how long a worker whose link broke may take to join again before it is lost
 * @param adopting how long workers may take to join after a head has started before what they ran is lost
 * @param patience how long a worker without a head lets its trials run
 */
public record HeadSettings(
        ClusterFolder folder,
        int port,
        boolean takeOver,
        Consumer<String> log,
        Duration returning,
        Duration adopting,
        Duration patience) {

    /** The usual ones. */
    public static HeadSettings of(ClusterFolder folder, int port, boolean takeOver, Consumer<String> log) {
        return new HeadSettings(
                folder, port, takeOver, log, Duration.ofSeconds(3), Duration.ofSeconds(60), Duration.ofMinutes(10));
    }
}
