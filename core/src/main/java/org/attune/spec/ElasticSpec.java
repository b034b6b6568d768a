package org.attune.spec;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many worker jobs a study on Slurm may have beside its own allocation.
 *
 * @param min worker jobs that are kept even when there is nothing to do, 0 or more
 * @param max worker jobs at most, those that wait in the queue among them; at least 1 and at least {@code min}
 * @param nodesPerJob nodes of each worker job, 1 or more
 * @param idleTimeout how long a worker without a trial is kept
 * @param partitions where worker jobs may go, the one with the earliest start first; empty: where the study's own jobs go
 */
public record ElasticSpec(int min, int max, int nodesPerJob, Duration idleTimeout, List<String> partitions) {
    static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

    public ElasticSpec {
        partitions = List.copyOf(partitions);
    }

    /** As a study file writes it, every setting spelled out. */
    Map<String, Object> definition() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("min", min);
        map.put("max", max);
        map.put("nodes_per_job", nodesPerJob);
        map.put("idle_timeout", SlurmTimes.write(idleTimeout));
        if (!partitions.isEmpty()) {
            map.put("partitions", partitions);
        }
        return map;
    }
}
