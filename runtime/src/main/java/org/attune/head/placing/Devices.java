package org.attune.head.placing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The GPUs of a worker: whole ones for one holder at a time, fractions that share one. */
final class Devices {
    /** What is free of each, below zero where more was taken than there was. */
    private final Map<String, Long> free = new LinkedHashMap<>();

    Devices(Collection<String> ids) {
        ids.forEach(id -> free.put(id, Need.UNIT));
    }

    int all() {
        return free.size();
    }

    double free() {
        return free.values().stream().mapToLong(left -> Math.max(0, left)).sum() / (double) Need.UNIT;
    }

    /** How often it fits. */
    int count(Need need) {
        if (need.devices() > 0) {
            return whole() / need.devices();
        }
        return need.share() == 0
                ? Integer.MAX_VALUE
                : free.values().stream()
                        .mapToInt(left -> (int) (Math.max(0, left) / need.share()))
                        .sum();
    }

    /** Whether {@code other} fits as often as before once {@code need} is taken as well, or at least once. */
    boolean leaves(Need other, Need need) {
        if (!need.needsGpu() || !other.needsGpu()) {
            return true;
        }
        List<String> taken = choose(need);
        take(taken, need);
        boolean left = count(other) > 0;
        giveBack(taken, need);
        return left;
    }

    /** The fullest device in which a fraction fits, so that whole ones stay whole; the first that nobody uses for whole ones. */
    List<String> choose(Need need) {
        List<String> chosen = new ArrayList<>();
        if (need.devices() > 0) {
            free.entrySet().stream()
                    .filter(device -> device.getValue() == Need.UNIT)
                    .limit(need.devices())
                    .forEach(device -> chosen.add(device.getKey()));
        } else if (need.share() > 0) {
            free.entrySet().stream()
                    .filter(device -> device.getValue() >= need.share())
                    .min(Map.Entry.comparingByValue())
                    .ifPresent(device -> chosen.add(device.getKey()));
        }
        return chosen;
    }

    void take(Collection<String> ids, Need need) {
        change(ids, need.devices() > 0 ? -Need.UNIT : -need.share());
    }

    void giveBack(Collection<String> ids, Need need) {
        change(ids, need.devices() > 0 ? Need.UNIT : need.share());
    }

    private void change(Collection<String> ids, long by) {
        ids.forEach(id -> free.computeIfPresent(id, (key, left) -> left + by));
    }

    private int whole() {
        return (int) free.values().stream().filter(left -> left == Need.UNIT).count();
    }
}
