package org.attune.task;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what functions do. Workers in this process load it anew for each session, so they share nothing with the test. */
final class Counting {
    private static final Map<String, AtomicInteger> COUNTS = new ConcurrentHashMap<>();

    private Counting() {}

    static AtomicInteger of(String name) {
        return COUNTS.computeIfAbsent(name, key -> new AtomicInteger());
    }
}
