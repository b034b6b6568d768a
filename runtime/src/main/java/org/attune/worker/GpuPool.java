package org.attune.worker;

import java.util.ArrayList;
import java.util.List;

/**
 * Hands out devices: whole ones to one trial at a time, while trials that ask for a fraction share one. Safe for use by many threads.
 */
final class GpuPool {
    private final List<String> ids;
    private final int[] users;
    private final int sharers;
    private final int devices;

    /** {@code each}: what a trial asks for; above 1 rounded up to whole devices. */
    GpuPool(List<String> ids, double each) {
        this.ids = List.copyOf(ids);
        this.users = new int[ids.size()];
        this.sharers = each > 0 && each < 1 ? (int) Math.floor(1 / each + 1e-9) : 1;
        this.devices = (int) Math.ceil(each - 1e-9);
    }

    /** How many trials can have what they ask for at once. */
    static int fit(int devices, double each) {
        return each < 1 ? devices * (int) Math.floor(1 / each + 1e-9) : (int) (devices / Math.ceil(each - 1e-9));
    }

    /** Devices for one trial; those that are shared already come first. */
    synchronized List<String> take() {
        List<String> taken = new ArrayList<>();
        for (int level = sharers - 1; level >= 0; level--) {
            for (int i = 0; i < users.length && taken.size() < devices; i++) {
                if (users[i] == level && !taken.contains(ids.get(i))) {
                    taken.add(ids.get(i));
                }
            }
        }
        if (taken.size() < devices) {
            throw new IllegalStateException("no GPU is free: more trials were started than fit.");
        }
        taken.forEach(id -> users[ids.indexOf(id)]++);
        return taken;
    }

    synchronized void giveBack(List<String> taken) {
        taken.forEach(id -> users[ids.indexOf(id)]--);
    }
}
