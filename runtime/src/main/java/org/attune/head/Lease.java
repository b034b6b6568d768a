package org.attune.head;

import java.util.List;

/**
 * A place that a tenant holds.
 *
 * @param id unique at this head
 * @param parts one for each node, in the order of their ranks
 */
public record Lease(long id, List<Part> parts) {

    /** @param gpus devices of that worker, by id */
    public record Part(String worker, List<String> gpus) {
        public Part {
            gpus = List.copyOf(gpus);
        }
    }

    public Lease {
        parts = List.copyOf(parts);
    }

    /** Names of the workers, {@code n1+n2} if there are several. */
    public String worker() {
        return String.join("+", parts.stream().map(Part::worker).toList());
    }
}
