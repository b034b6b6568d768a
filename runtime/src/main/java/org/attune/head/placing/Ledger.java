package org.attune.head.placing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.attune.head.Demand;
import org.attune.head.Lease;
import org.attune.wire.Grants;

/**
 * Who holds what of which worker, and whose turn it is. What is decided is a function of the calls made so far.
 *
 * <p>Among those that wait, the one with the smallest dominant share goes first, and of equal ones the one that waits longest. If there is no place for it, those behind it may go
 * before it; but not take what the first such one waits for on the workers that are nearest to having room for it, so that small trials do not keep large ones waiting for ever.
 *
 * <p>Not safe for use by several threads.
 */
public final class Ledger {
    private static final int MANY = 8;
    private static final int FEW = 3;

    private final Map<String, Stock> stocks = new LinkedHashMap<>();
    private final List<Claim> claims = new ArrayList<>();
    /** Null when workers have come or gone since it was made. */
    private Shares shares;

    private long count;

    /** What may go where: {@code holder} comes first, but has to wait for {@code workers}. */
    private record Hold(Claim holder, Collection<Stock> workers) {
        boolean allows(Need need, Stock stock) {
            return !workers.contains(stock) || stock.leaves(holder.need(), need);
        }
    }

    /** {@code claim}: null if there is no place for any; {@code hold}: null if nobody has to wait for another. */
    private record Turn(Claim claim, List<Stock> place, Hold hold) {}

    /** A worker joins, and may be used at once. Leases that name it count as taken there. */
    public void join(String worker, Grants grants) {
        Stock stock = new Stock(worker, ++count, grants);
        stocks.put(worker, stock);
        for (Claim claim : claims) {
            claim.places(worker).forEach(part -> stock.take(claim.need(), part.gpus()));
        }
        shares = null;
    }

    /** It is gone; what was leased there is still to be released. */
    public void leave(String worker) {
        stocks.remove(worker);
        claims.forEach(claim -> claim.forget(worker));
        shares = null;
    }

    /** Whether places there may be given: not while nobody knows whether it is still there. */
    public void setOpen(String worker, boolean open) {
        Optional.ofNullable(stocks.get(worker)).ifPresent(stock -> stock.setOpen(open));
    }

    /** How many have a place there. */
    public int places(String worker) {
        return (int) claims.stream().flatMap(claim -> claim.places(worker)).count();
    }

    /** Whether nothing is leased there. */
    public boolean isIdle(String worker) {
        return claims.stream().allMatch(claim -> claim.places(worker).findAny().isEmpty());
    }

    /** @param byInvitation whether it takes places on those workers only that it admits */
    public Claim open(String name, Demand demand, boolean byInvitation) {
        Claim claim = new Claim(name, ++count, demand, byInvitation);
        claims.add(claim);
        return claim;
    }

    public void close(Claim claim) {
        List.copyOf(claim.leases()).forEach(lease -> release(claim, lease));
        claims.remove(claim);
    }

    public void admit(Claim claim, String worker) {
        claim.admit(worker);
    }

    /** @param why for people */
    public void bar(Claim claim, String worker, String why) {
        claim.bar(worker, why);
    }

    /** From now on it wants a place elsewhere; on the workers that are named again with an empty set. */
    public void avoid(Claim claim, Set<String> workers) {
        claim.avoid(workers);
    }

    /** From now on it takes no more places on a worker than so many at once. */
    public void spread(Claim claim, OptionalInt most) {
        claim.spread(most);
    }

    /** Whether its places would fit on a worker that is there and takes something on. */
    public boolean suits(Claim claim, String worker) {
        Stock stock = stocks.get(worker);
        return stock != null && stock.isOpen() && stock.couldFit(claim.need());
    }

    /** @param trial that runs in it */
    public void mark(Claim claim, Lease lease, int trial) {
        claim.mark(lease, trial);
    }

    /** A place if there is one and it is its turn; else it waits. */
    public Optional<Lease> reserve(Claim claim) {
        return reserve(claim, Optional.empty());
    }

    /** @param least when the allocations of the place's workers end at the earliest */
    public Optional<Lease> reserve(Claim claim, Optional<Instant> least) {
        claim.lasting(least);
        if (!claims.contains(claim)) {
            return Optional.empty();
        }
        await(claim);
        Turn turn = turn();
        if (turn.claim != claim) {
            return Optional.empty();
        }
        List<Lease.Part> parts = turn.place.stream()
                .map(stock -> new Lease.Part(stock.worker(), stock.take(claim.need())))
                .toList();
        return Optional.of(given(claim, parts));
    }

    /** It waits, as one that was not called. */
    public void await(Claim claim) {
        if (!claim.isWaiting()) {
            claim.waitSince(++count);
        }
        claim.setCalled(false);
    }

    /** Takes what is in use already, whether or not it is free by the books. */
    public Lease occupy(Claim claim, List<Lease.Part> parts) {
        for (Lease.Part part : parts) {
            Optional.ofNullable(stocks.get(part.worker())).ifPresent(stock -> stock.take(claim.need(), part.gpus()));
        }
        return given(claim, parts);
    }

    private Lease given(Claim claim, List<Lease.Part> parts) {
        Lease lease = new Lease(++count, parts);
        claim.add(lease);
        claim.waitSince(0);
        return lease;
    }

    /** Does nothing if it does not hold it. */
    public void release(Claim claim, Lease lease) {
        if (claim.holds(lease)) {
            claim.remove(lease);
            for (Lease.Part part : lease.parts()) {
                Optional.ofNullable(stocks.get(part.worker()))
                        .ifPresent(stock -> stock.giveBack(claim.need(), part.gpus()));
            }
        }
    }

    /** It no longer waits. */
    public void rest(Claim claim) {
        claim.waitSince(0);
    }

    /** The one that should try again, if it was not called before: all others wait for what it does. */
    public Optional<Claim> call() {
        Optional<Claim> next = Optional.ofNullable(turn().claim).filter(claim -> !claim.isCalled());
        next.ifPresent(claim -> claim.setCalled(true));
        return next;
    }

    /** Those that were called and have not come no longer wait. */
    public void passOver() {
        claims.stream().filter(Claim::isCalled).forEach(claim -> claim.waitSince(0));
    }

    public boolean isAnyCalled() {
        return claims.stream().anyMatch(Claim::isCalled);
    }

    /** Whether another waits in vain that would still have less if it got one place more. */
    public boolean isAskedToShare(Claim claim) {
        double own = shares().of(claim);
        return own > 0
                && claims.stream()
                        .anyMatch(other -> other != claim
                                && other.isWaiting()
                                && shares().withOneMore(other) < own
                                && place(other, null).isEmpty()
                                && !Placer.reserve(other.need(), admitted(other))
                                        .isEmpty());
    }

    /** How many more places there are for it now. */
    public int room(Claim claim) {
        Need need = claim.need();
        long[] counts = admitted(claim)
                .mapToLong(stock -> Math.min(stock.count(need), claim.left(stock.worker())))
                .sorted()
                .toArray();
        long low = 0;
        long high = LongStream.of(counts).sum() / need.nodes();
        while (low < high) {
            long middle = (low + high + 1) / 2;
            long places = 0;
            for (long one : counts) {
                places += Math.min(one, middle);
            }
            if (places >= middle * need.nodes()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, low);
    }

    /** Why it fits on none of the workers that are there, however much is given back; absent as long as there are none. That there are too few of them is no reason: more may come. */
    public Optional<String> misfit(Claim claim) {
        return new Misfit(claim, stocks.values()).onAny();
    }

    /** Why it takes no places there, by worker, if that is so on all workers on which it would fit; empty if there is hope, or no such worker. */
    public Map<String, String> barredEverywhere(Claim claim) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Stock stock : stocks.values()) {
            if (stock.couldFit(claim.need())) {
                if (!claim.isBarred(stock.worker())) {
                    return Map.of();
                }
                reasons.put(stock.worker(), claim.whyNot(stock.worker()));
            }
        }
        return reasons;
    }

    /** What it waits for, as one that has nothing; absent if there is a place for it. */
    public Optional<Shortage> shortage(Claim claim) {
        List<String> obstacles = obstacles(claim, FEW);
        return obstacles.isEmpty() ? Optional.empty() : Optional.of(Shortage.of(claim, stocks.values(), obstacles));
    }

    /** Why there is no place now, a line each; empty if there is one. */
    public List<String> obstacles(Claim claim) {
        return obstacles(claim, MANY);
    }

    private List<String> obstacles(Claim claim, int most) {
        if (place(claim, null).isPresent()) {
            Turn turn = turn(claim);
            if (turn.claim == null) {
                return List.of("what is free is kept for " + turn.hold.holder.name()
                        + ", which needs more at once and has less of the cluster");
            }
            return turn.claim == claim
                    ? List.of()
                    : List.of("it is the turn of " + turn.claim.name() + ", which has less of the cluster");
        }
        return new Obstacles(claim, stocks.values(), claims).lines(most);
    }

    /** What of each resource is free, in the units of {@link Demand}. */
    public Map<String, Double> free(String worker) {
        Map<String, Double> free = new LinkedHashMap<>();
        Stock stock = stocks.get(worker);
        if (stock != null) {
            for (String name : stock.all().keySet()) {
                double unit = name.equals(Need.MEMORY) ? 1 : Need.UNIT;
                free.put(name, Math.max(0, stock.free(name)) / unit);
            }
            free.put("gpu", stock.devices().free());
        }
        return free;
    }

    /** Why those take no places there that said so, by name. */
    public Map<String, String> passedOver(String worker) {
        Map<String, String> reasons = new LinkedHashMap<>();
        claims.stream()
                .filter(claim -> claim.isBarred(worker))
                .forEach(claim -> reasons.put(claim.name(), claim.whyNot(worker)));
        return reasons;
    }

    /** As it would be if it asked now. */
    private Turn turn(Claim claim) {
        boolean waits = claim.isWaiting();
        if (!waits) {
            claim.waitSince(count + 1);
        }
        Turn turn = turn();
        if (!waits) {
            claim.waitSince(0);
        }
        return turn;
    }

    private Turn turn() {
        List<Claim> order = inOrder();
        Hold hold = null;
        for (int i = 0; i < order.size(); i++) {
            Claim claim = order.get(i);
            Optional<List<Stock>> place = place(claim, hold);
            if (place.isPresent()) {
                return new Turn(claim, place.get(), hold);
            } else if (hold == null && i + 1 < order.size()) {
                List<Stock> workers = Placer.reserve(claim.need(), admitted(claim));
                hold = workers.isEmpty() ? null : new Hold(claim, workers);
            }
        }
        return new Turn(null, List.of(), hold);
    }

    private List<Claim> inOrder() {
        record Waiting(Claim claim, double share) {}
        List<Claim> waiting = claims.stream().filter(Claim::isWaiting).toList();
        return waiting.size() < 2
                ? waiting
                : waiting.stream()
                        .map(claim -> new Waiting(claim, shares().of(claim)))
                        .sorted(Comparator.comparing(Waiting::share).thenComparing(one -> one.claim.waitingSince()))
                        .map(Waiting::claim)
                        .toList();
    }

    private Shares shares() {
        if (shares == null) {
            shares = new Shares(stocks);
        }
        return shares;
    }

    private Optional<List<Stock>> place(Claim claim, Hold hold) {
        Predicate<Stock> allowed = stock -> hold == null || hold.allows(claim.need(), stock);
        return Placer.choose(claim.need(), admitted(claim), allowed);
    }

    private Stream<Stock> admitted(Claim claim) {
        return stocks.values().stream()
                .filter(stock -> stock.isOpen()
                        && claim.admits(stock.worker())
                        && claim.lasts(stock.grants())
                        && claim.mayAdd(stock.worker()));
    }
}
