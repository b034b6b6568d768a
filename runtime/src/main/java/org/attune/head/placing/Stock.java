package org.attune.head.placing;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.attune.wire.Grants;

/** What one worker has, and what of it is free. */
final class Stock {
    private final String worker;
    private final long order;
    private final Grants grants;
    private final Map<String, Long> all = new TreeMap<>();
    private final Map<String, Long> free;
    private final Devices devices;
    /** How often each need fits, by what is free now. */
    private final Map<Need, Integer> counts = new IdentityHashMap<>();

    private double used = -1;
    private int holders;
    private boolean open = true;

    /** {@code order}: the how many-th that joined. */
    Stock(String worker, long order, Grants grants) {
        this.worker = worker;
        this.order = order;
        this.grants = grants;
        grants.custom().forEach((name, amount) -> all.put(name, Need.units(amount)));
        all.put(Need.CPU, Need.units(grants.cpu()));
        all.put(Need.MEMORY, grants.memory());
        all.put(Need.PLACES, Need.units(grants.attempts()));
        free = new TreeMap<>(all);
        devices = new Devices(grants.gpus());
    }

    String worker() {
        return worker;
    }

    long order() {
        return order;
    }

    Grants grants() {
        return grants;
    }

    Devices devices() {
        return devices;
    }

    /** Whether anything may be placed here now. */
    boolean isOpen() {
        return open;
    }

    void setOpen(boolean open) {
        this.open = open;
    }

    boolean isUsed() {
        return holders > 0;
    }

    Map<String, Long> all() {
        return Collections.unmodifiableMap(all);
    }

    long all(String resource) {
        return all.getOrDefault(resource, 0L);
    }

    long free(String resource) {
        return free.getOrDefault(resource, 0L);
    }

    boolean hasLabels(Need need) {
        return grants.labels().entrySet().containsAll(need.labels().entrySet());
    }

    /** What it takes of a resource here: who asks for one CPU runs on less, if slowly, where there is less than one. */
    long amount(Need need, String resource) {
        long amount = need.amounts().getOrDefault(resource, 0L);
        boolean isSlow = resource.equals(Need.CPU) && all(resource) < Need.UNIT && amount <= Need.UNIT;
        return isSlow ? Math.min(amount, all(resource)) : amount;
    }

    /** Whether it would fit if all were free. */
    boolean couldFit(Need need) {
        return hasLabels(need)
                && need.amounts().keySet().stream().allMatch(name -> amount(need, name) <= all(name))
                && (need.needsGpu() ? Math.max(1, need.devices()) : 0) <= devices.all();
    }

    boolean fits(Need need) {
        return count(need) > 0;
    }

    private boolean hasRoom(Need need) {
        for (String name : need.amounts().keySet()) {
            if (amount(need, name) > free(name)) {
                return false;
            }
        }
        return (!need.needsGpu() || devices.count(need) > 0) && hasLabels(need);
    }

    /** How often it fits. */
    int count(Need need) {
        return counts.computeIfAbsent(need, this::countNow);
    }

    private int countNow(Need need) {
        if (!hasRoom(need)) {
            return 0;
        }
        long most = devices.count(need);
        for (String name : need.amounts().keySet()) {
            long amount = amount(need, name);
            most = amount == 0 ? most : Math.min(most, free(name) / amount);
        }
        return (int) most;
    }

    /** How much of what it needs is free, from 0 to 1. */
    double progress(Need need) {
        double least = 1;
        for (String name : need.amounts().keySet()) {
            long amount = amount(need, name);
            least = amount == 0 ? least : Math.min(least, free(name) / (double) amount);
        }
        if (need.needsGpu()) {
            double wanted = Math.max(need.devices(), need.share() / (double) Need.UNIT);
            least = devices.count(need) > 0 ? least : Math.min(least, 0.99 * devices.free() / wanted);
        }
        return Math.max(0, least);
    }

    /** The greatest part of any resource that is taken, from 0 to 1. */
    double used() {
        if (used < 0) {
            used = usedNow();
        }
        return used;
    }

    private double usedNow() {
        double most = devices.all() == 0 ? 0 : 1 - devices.free() / devices.all();
        for (Map.Entry<String, Long> one : all.entrySet()) {
            most = one.getValue() > 0 ? Math.max(most, 1 - free(one.getKey()) / (double) one.getValue()) : most;
        }
        return most;
    }

    /** Whether {@code need} takes nothing that {@code other} waits for. */
    boolean leaves(Need other, Need need) {
        for (String name : need.amounts().keySet()) {
            long waited = amount(other, name);
            if (waited > 0 && free(name) - amount(need, name) < waited) {
                return false;
            }
        }
        return devices.leaves(other, need);
    }

    List<String> take(Need need) {
        List<String> gpus = devices.choose(need);
        take(need, gpus);
        return gpus;
    }

    /** Also what is not free. */
    void take(Need need, Collection<String> gpus) {
        need.amounts().keySet().forEach(name -> free.merge(name, -amount(need, name), Long::sum));
        devices.take(gpus, need);
        holders++;
        changed();
    }

    void giveBack(Need need, Collection<String> gpus) {
        need.amounts().keySet().forEach(name -> free.merge(name, amount(need, name), Long::sum));
        devices.giveBack(gpus, need);
        holders--;
        changed();
    }

    private void changed() {
        counts.clear();
        used = -1;
    }
}
