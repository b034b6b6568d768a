package org.attune.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a worker was granted, and so can give to trials and tasks.
 *
 * @param host name of its machine, for people
 * @param addresses at which others of the cluster can reach that machine, the best first
 * @param pid of its process
 * @param cpu CPUs, may be a fraction
 * @param gpus devices by the ids under which they were granted
 * @param memory bytes
 * @param attempts how many trials open files and processes suffice for
 * @param custom named resources, such as licences: amounts
 * @param labels such as {@code zone: a}
 * @param kind of machine, the same for those on which the same takes the same time; empty if nobody knows
 * @param until when its allocation ends
 * @param sources for people, where each of these comes from: {@code cpu: "4 CPUs of this machine's 64 by affinity"}
 */
public record Grants(
        String host,
        List<String> addresses,
        long pid,
        double cpu,
        List<String> gpus,
        long memory,
        int attempts,
        Map<String, Double> custom,
        Map<String, String> labels,
        String kind,
        Optional<Instant> until,
        Map<String, String> sources) {

    public Grants {
        addresses = List.copyOf(addresses);
        gpus = List.copyOf(gpus);
        custom = Map.copyOf(custom);
        labels = Map.copyOf(labels);
        sources = Map.copyOf(sources);
    }
}
