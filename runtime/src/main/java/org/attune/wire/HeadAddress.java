package org.attune.wire;

import java.time.Instant;
import java.util.List;

/**
 * Where a head listens, and which it is.
 *
 * @param cluster id of the cluster
 * @param epoch higher than that of all heads before it
 * @param addresses of its host, the likeliest first
 * @param host name of its machine, for people
 * @param pid of its process there
 * @param version of Attune
 */
public record HeadAddress(
        String cluster,
        long epoch,
        List<String> addresses,
        int port,
        String host,
        long pid,
        String version,
        Instant started) {

    public HeadAddress {
        addresses = List.copyOf(addresses);
    }
}
