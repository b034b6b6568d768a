package org.attune.cli.slurm;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which studies are of interest now: those with a job that waits or runs come first, then those of which something was heard within a day, the last one first.
 *
 * @param older how many are left out
 */
record Lately(List<JobsOf.Found> studies, int older) {
    private static final Duration LATELY = Duration.ofDays(1);

    Lately {
        studies = List.copyOf(studies);
    }

    /** {@code all}: whether none is left out. */
    static Lately of(List<JobsOf.Found> found, boolean all, Instant now) {
        Comparator<JobsOf.Found> liveFirst = Comparator.comparing(each -> !each.isLive());
        Map<Boolean, List<JobsOf.Found>> parts = found.stream()
                .sorted(liveFirst.thenComparing(JobsOf.Found::seen, Comparator.reverseOrder()))
                .collect(Collectors.partitioningBy(
                        each -> all || each.isLive() || each.seen().plus(LATELY).isAfter(now)));
        return new Lately(parts.get(true), parts.get(false).size());
    }
}
