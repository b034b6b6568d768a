package org.attune.head.placing;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.attune.head.Demand;
import org.attune.head.Lease;
import org.attune.wire.Grants;

/** What a tenant asks for, holds and waits for. Belongs to one {@link Ledger}, which alone changes it. */
public final class Claim {
    private final String name;
    private final long order;
    private final Need need;
    private final boolean byInvitation;
    private final Map<String, String> barred = new HashMap<>();
    private final Map<String, Boolean> invited = new HashMap<>();
    private Set<String> avoided = Set.of();
    private final Map<Long, Lease> leases = new LinkedHashMap<>();
    private final Map<Long, Integer> trials = new HashMap<>();
    private Optional<Instant> least = Optional.empty();
    private OptionalInt most = OptionalInt.empty();
    private long waitingSince;
    private boolean called;

    Claim(String name, long order, Demand demand, boolean byInvitation) {
        this.name = name;
        this.order = order;
        this.need = Need.of(demand);
        this.byInvitation = byInvitation;
    }

    /** For people: {@code study cgconv}. */
    public String name() {
        return name;
    }

    /** What each of its places has: {@code cpu: 8, gpu: 1, zone: a}. */
    public String asks() {
        return need.text();
    }

    long order() {
        return order;
    }

    Need need() {
        return need;
    }

    Collection<Lease> leases() {
        return leases.values();
    }

    boolean holds(Lease lease) {
        return leases.containsKey(lease.id());
    }

    void add(Lease lease) {
        leases.put(lease.id(), lease);
    }

    void remove(Lease lease) {
        leases.remove(lease.id());
        trials.remove(lease.id());
    }

    void mark(Lease lease, int trial) {
        if (holds(lease)) {
            trials.put(lease.id(), trial);
        }
    }

    OptionalInt trial(Lease lease) {
        Integer trial = trials.get(lease.id());
        return trial == null ? OptionalInt.empty() : OptionalInt.of(trial);
    }

    void admit(String worker) {
        barred.remove(worker);
        invited.put(worker, true);
    }

    void bar(String worker, String why) {
        invited.remove(worker);
        barred.put(worker, why);
    }

    void forget(String worker) {
        invited.remove(worker);
        barred.remove(worker);
    }

    /** Wants no place there for now. */
    void avoid(Set<String> workers) {
        avoided = Set.copyOf(workers);
    }

    /** Whether it takes places there. */
    public boolean admits(String worker) {
        return !barred.containsKey(worker)
                && !avoided.contains(worker)
                && (!byInvitation || invited.containsKey(worker));
    }

    /** Whether it wants no place there for now. */
    public boolean avoids(String worker) {
        return avoided.contains(worker);
    }

    /** On each worker. */
    void spread(OptionalInt places) {
        most = places;
    }

    /** How many more places it takes there. */
    long left(String worker) {
        return most.isEmpty()
                ? Long.MAX_VALUE
                : most.getAsInt() - places(worker).count();
    }

    /** Whether it takes one more place there than it has. */
    boolean mayAdd(String worker) {
        return left(worker) > 0;
    }

    /** What it has there. */
    Stream<Lease.Part> places(String worker) {
        return leases.values().stream()
                .flatMap(lease -> lease.parts().stream())
                .filter(part -> part.worker().equals(worker));
    }

    /** Only workers will do whose allocations do not end before. */
    void lasting(Optional<Instant> end) {
        least = end;
    }

    /** Whether a worker is there for long enough. */
    public boolean lasts(Grants grants) {
        return least.isEmpty()
                || grants.until().filter(end -> end.isBefore(least.get())).isEmpty();
    }

    /** Whether it takes no places there, and said so. */
    public boolean isBarred(String worker) {
        return barred.containsKey(worker);
    }

    /** Why it does not take places there; empty if it has not said. */
    String whyNot(String worker) {
        return barred.getOrDefault(worker, "");
    }

    /** Whether it asked in vain. */
    public boolean isWaiting() {
        return waitingSince > 0;
    }

    long waitingSince() {
        return waitingSince;
    }

    /** {@code since}: rises with each that begins to wait; 0 to wait no more. */
    void waitSince(long since) {
        waitingSince = since;
        called = false;
    }

    boolean isCalled() {
        return called;
    }

    void setCalled(boolean called) {
        this.called = called;
    }
}
