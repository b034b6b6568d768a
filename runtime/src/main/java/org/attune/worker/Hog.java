package org.attune.worker;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who takes the memory of all: a function of what each uses. */
final class Hog {
    private Hog() {}

    /** So much of the memory has to be in use: {@code limit} without a thirty-second of it. */
    static long threshold(long limit) {
        return limit - limit / 32;
    }

    /**
     * The one that is to be ended, as all would end when memory runs out: it uses half as much again as its share,
     * and as any other. Absent as long as there is enough for all, if none stands out, and for one that is alone,
     * which takes it from nobody.
     *
     * @param limit bytes that there are for all
     * @param used bytes that all use, with those of nobody
     * @param each bytes that each uses
     */
    static <K> Optional<K> of(long limit, long used, Map<K, Long> each) {
        if (each.size() < 2 || used < threshold(limit)) {
            return Optional.empty();
        }
        List<Map.Entry<K, Long>> largest = each.entrySet().stream()
                .sorted(Map.Entry.<K, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(2)
                .toList();
        long nobodys = used - each.values().stream().mapToLong(Long::longValue).sum();
        double share = (double) (limit - nobodys) / each.size();
        double most = largest.get(0).getValue();
        boolean standsOut = most >= 1.5 * share && most >= 1.5 * largest.get(1).getValue();
        return standsOut ? Optional.of(largest.get(0).getKey()) : Optional.empty();
    }
}
