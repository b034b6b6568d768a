package org.attune.head.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.attune.head.Lease;

/** How a pool comes to slots and gives them back: asks for places while it has more to do than slots, and returns those that it does not use or that others have more right to. */
final class Places {
    private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int AT_ONCE = 64;

    private final Tenants tenants;
    private final Books books;
    private final Keeper keeper;
    private final Hopes hopes;

    Places(Tenants tenants, Books books, Keeper keeper, Hopes hopes) {
        this.tenants = tenants;
        this.books = books;
        this.keeper = keeper;
        this.hopes = hopes;
    }

    /** Something has changed for a pool: its tasks flow on, and it grows if it should. Under the lock. */
    void advance(Session session, Pool pool, long now) {
        if (session.asker.isReady()) {
            pool.dispatch(now);
        }
        if (pool.wantsMore() && !pool.isGrowing) {
            pool.isGrowing = true;
            keeper.later(() -> grow(session, pool));
        }
    }

    /** Asks for places until there are enough; by the keeper alone. */
    private void grow(Session session, Pool pool) {
        if (pool.tenant == null && !books.has(session)) {
            return; // nobody would ever close it
        } else if (pool.tenant == null) {
            pool.tenant = tenants.open(
                    "session " + session.name, Demands.of(pool.shape), () -> keeper.later(() -> grow(session, pool)));
        }
        boolean goesOn = true;
        while (goesOn) {
            int wanted;
            synchronized (books) {
                pool.isGrowing = false;
                wanted = books.has(session) ? pool.worth() - pool.slots() : 0;
            }
            List<Lease> leases = new ArrayList<>();
            while (leases.size() < Math.min(wanted, AT_ONCE)) {
                Optional<Lease> lease = pool.tenant.reserve();
                if (lease.isEmpty()) {
                    break;
                }
                leases.add(lease.get());
            }
            goesOn = leases.size() == AT_ONCE;
            if (wanted <= 0) {
                pool.tenant.rest();
            } else if (leases.isEmpty()) {
                hopes.judge(session, pool);
            }
            if (leases.size() < wanted) {
                shareOthers(session, pool);
            }
            occupy(session, pool, leases).forEach(pool.tenant::release);
        }
    }

    /** What functions of other shapes do not need any more is not waited for until the next look at all. */
    private void shareOthers(Session session, Pool pool) {
        synchronized (books) {
            long now = System.nanoTime();
            session.pools.values().stream().filter(other -> other != pool).forEach(other -> share(session, other, now));
        }
    }

    /** @return those that are of no use any more */
    private List<Lease> occupy(Session session, Pool pool, List<Lease> leases) {
        List<Lease> unused = new ArrayList<>();
        synchronized (books) {
            long now = System.nanoTime();
            List<Seat> changed = new ArrayList<>();
            for (Lease lease : leases) {
                Books.Present present = books.workers.get(lease.parts().get(0).worker());
                if (present == null || !books.has(session)) {
                    unused.add(lease);
                    continue;
                }
                Seat seat = pool.seats.computeIfAbsent(present.handle.name(), name -> new Seat(present.handle, now));
                seat.slots.add(lease);
                if (!changed.contains(seat)) {
                    changed.add(seat);
                }
            }
            changed.forEach(pool::tellSlots);
            pool.isAccepted |= !changed.isEmpty();
            if (!changed.isEmpty() && session.asker.isReady()) {
                pool.dispatch(now);
            }
        }
        return unused;
    }

    /** Gives back what a pool holds without need, and a part of the rest if another has more right to it. Under the lock. */
    void share(Session session, Pool pool, long now) {
        if (pool.tenant == null || pool.slots() == 0) {
            return;
        }
        boolean isAsked = pool.tenant.isAskedToShare();
        int spare = pool.spare();
        if (spare == 0) {
            pool.spareSinceNanos = now;
        }
        boolean isLeaving = pool.seats.values().stream().anyMatch(seat -> !seat.leaving.isEmpty());
        int given = 0;
        if (spare > 0 && (isAsked || session.wantsMoreBeside(pool) || now - pool.spareSinceNanos > HOLD_NANOS)) {
            given = spare;
        } else if (isAsked && !isLeaving) {
            given = Math.max(1, pool.slots() / 4);
        }
        for (Seat seat : List.copyOf(pool.seats.values())) {
            int here = Math.min(given, spare > 0 ? seat.idle() : seat.slots.size());
            if (here > 0) {
                given -= here;
                for (int i = 0; i < here; i++) {
                    seat.leaving.add(seat.slots.remove(seat.slots.size() - 1));
                }
                pool.tellSlots(seat);
                vacate(pool, seat);
            }
        }
    }

    /** Gives back the places that a seat has given up and that are no longer in use. Under the lock. */
    void vacate(Pool pool, Seat seat) {
        List<Lease> vacated = seat == null ? List.of() : seat.vacated();
        if (!vacated.isEmpty()) {
            if (seat.slots.isEmpty() && seat.sent.isEmpty() && seat.leaving.isEmpty()) {
                pool.seats.remove(seat.worker.name());
            }
            release(pool, vacated);
        }
    }

    void release(Pool pool, List<Lease> leases) {
        keeper.later(() -> leases.forEach(pool.tenant::release));
    }
}
