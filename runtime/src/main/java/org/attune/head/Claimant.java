package org.attune.head;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.attune.head.placing.Claim;
import org.attune.head.placing.Shortage;

/** A tenant of an {@link Arbiter}, with what only some need: workers that are not to its liking, and trials to name. */
public final class Claimant implements Tenant {
    private final Arbiter arbiter;
    private final Claim claim;

    Claimant(Arbiter arbiter, Claim claim) {
        this.arbiter = arbiter;
        this.claim = claim;
    }

    /** From now on it takes places there. */
    public void admit(String worker) {
        arbiter.change(books -> {
            books.admit(claim, worker);
            return worker;
        });
    }

    /** From now on it takes no more places there. {@code why}: for people. */
    public void bar(String worker, String why) {
        arbiter.change(books -> {
            books.bar(claim, worker, why);
            return worker;
        });
    }

    /** From now on it takes no more places on a worker than so many at once; absent: as many as there are. */
    public void spread(OptionalInt most) {
        arbiter.change(books -> {
            books.spread(claim, most);
            return claim;
        });
    }

    /** How many places anybody has there. */
    public int all(String worker) {
        return arbiter.look(books -> books.places(worker));
    }

    /** Whether its places would fit on a worker that is there and takes something on. */
    public boolean suits(String worker) {
        return arbiter.look(books -> books.suits(claim, worker));
    }

    /** A place that is on none of these workers, else one that is; it waits for any. */
    public Optional<Lease> reserveOutside(Set<String> workers) {
        return arbiter.change(books -> {
            books.avoid(claim, workers);
            Optional<Lease> lease = books.reserve(claim);
            books.avoid(claim, Set.of());
            return lease.isPresent() || workers.isEmpty() ? lease : books.reserve(claim);
        });
    }

    /** Waits for a place that is on none of these workers, until it asks again. */
    public void waitOutside(Set<String> workers) {
        arbiter.change(books -> {
            books.avoid(claim, workers);
            books.await(claim);
            return claim;
        });
    }

    /** Tells which trial runs in a place, for those who wonder who has it. */
    public void mark(Lease lease, int trial) {
        arbiter.look(books -> {
            books.mark(claim, lease, trial);
            return lease;
        });
    }

    /** Whether it asked for a place in vain, and still waits for it. */
    public boolean isWaiting() {
        return arbiter.look(books -> claim.isWaiting());
    }

    /** Whether it takes places there. */
    public boolean admits(String worker) {
        return arbiter.look(books -> claim.admits(worker));
    }

    /** Whether it does not want any there, for now or at all. */
    boolean passesOver(WorkerView worker) {
        return arbiter.look(
                books -> claim.isBarred(worker.name()) || claim.avoids(worker.name()) || !claim.lasts(worker.grants()));
    }

    @Override
    public String asks() {
        return claim.asks();
    }

    @Override
    public Optional<String> misfit() {
        return arbiter.look(books -> books.misfit(claim));
    }

    /** Why it takes no places there, by worker, if that is so on all workers on which it would fit; empty if there is hope, or no such worker. */
    public Map<String, String> barredEverywhere() {
        return arbiter.look(books -> books.barredEverywhere(claim));
    }

    @Override
    public Optional<Lease> reserve() {
        return arbiter.change(books -> books.reserve(claim));
    }

    /** The same on workers whose allocations do not end before {@code least}. */
    public Optional<Lease> reserve(Instant least) {
        return arbiter.change(books -> books.reserve(claim, Optional.of(least)));
    }

    @Override
    public Lease occupy(List<Lease.Part> parts) {
        return arbiter.change(books -> books.occupy(claim, parts));
    }

    @Override
    public void release(Lease lease) {
        arbiter.change(books -> {
            books.release(claim, lease);
            return lease;
        });
    }

    @Override
    public void rest() {
        arbiter.change(books -> {
            books.rest(claim);
            return claim;
        });
    }

    @Override
    public boolean isAskedToShare() {
        return arbiter.look(books -> books.isAskedToShare(claim));
    }

    @Override
    public List<String> obstacles() {
        return arbiter.look(books -> books.obstacles(claim));
    }

    /** What it waits for, as one that has nothing; absent if there is a place for it. */
    public Optional<Shortage> shortage() {
        return arbiter.look(books -> books.shortage(claim));
    }

    @Override
    public int room() {
        return arbiter.look(books -> books.room(claim));
    }

    @Override
    public void close() {
        arbiter.close(claim);
    }
}
