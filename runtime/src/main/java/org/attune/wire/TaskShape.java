package org.attune.wire;

import java.util.Map;

/**
 * What tasks have in common that are submitted together.
 *
 * @param language {@code java} or {@code python}
 * @param resources amounts each: {@code cpu}, {@code gpu}, {@code memory}, and named ones
 * @param labels that a worker must have
 * @param retries how often a task is started again whose worker was lost
 * @param millis time after which a task is given up; 0 for none
 * @param spread whether workers take turns, rather than being filled one after the other
 */
public record TaskShape(
        String language,
        Map<String, Double> resources,
        Map<String, String> labels,
        int retries,
        long millis,
        boolean spread) {}
