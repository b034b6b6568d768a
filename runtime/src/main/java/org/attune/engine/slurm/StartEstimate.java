package org.attune.engine.slurm;

import java.time.Instant;
import java.util.List;

/**
 * When Slurm thinks that a job would begin.
 *
 * @param nodes on which; empty if it does not say
 */
public record StartEstimate(Instant start, List<String> nodes) {
    public StartEstimate {
        nodes = List.copyOf(nodes);
    }
}
