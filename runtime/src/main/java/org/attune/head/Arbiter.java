package org.attune.head;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.attune.head.placing.Claim;
import org.attune.head.placing.Ledger;
import org.attune.wire.Grants;

/**
 * Gives places on workers to tenants: the lock around a {@link Ledger}. Whose turn it has become is called; calls are made on the thread of whoever brought it about, never under
 * the lock, and must not block. Thread-safe.
 */
public final class Arbiter {
    private final Ledger ledger = new Ledger();
    private final Map<Claim, Runnable> calls = new HashMap<>();
    private long called;
    private long calledBefore;

    /**
     * @param name for people: {@code study cgconv}
     * @param mayTryAgain called when {@link Tenant#reserve} was in vain and may not be now
     */
    public Claimant tenant(String name, Demand demand, Runnable mayTryAgain) {
        return open(name, demand, false, mayTryAgain);
    }

    /** The same for one that takes places only on workers that it admits. */
    public Claimant tenantByInvitation(String name, Demand demand, Runnable mayTryAgain) {
        return open(name, demand, true, mayTryAgain);
    }

    /** A worker is there; the same name again: with other grants. */
    public void join(String worker, Grants grants) {
        change(books -> {
            books.join(worker, grants);
            return worker;
        });
    }

    /** A worker is gone for good. */
    public void leave(String worker) {
        change(books -> {
            books.leave(worker);
            return worker;
        });
    }

    /** Whether places on it may be given. */
    public void setOpen(String worker, boolean open) {
        change(books -> {
            books.setOpen(worker, open);
            return worker;
        });
    }

    /** What is free there of each resource, in the units of {@link Demand}; empty if it is not there. */
    public Map<String, Double> free(String worker) {
        synchronized (ledger) {
            return ledger.free(worker);
        }
    }

    /** Whether nobody has a place there. */
    boolean isIdle(String worker) {
        return look(books -> books.isIdle(worker));
    }

    /** To be called about once a second: a tenant whose turn it has been for longer than from one call to the next is passed over until it asks again, so that others need not wait for it. */
    public void tick() {
        change(books -> {
            if (books.isAnyCalled() && called == calledBefore) {
                books.passOver();
            }
            calledBefore = called;
            return books;
        });
    }

    /** Does something to the books, and calls whose turn it has become. */
    <T> T change(Function<Ledger, T> change) {
        T result;
        Optional<Runnable> call;
        synchronized (ledger) {
            result = change.apply(ledger);
            call = ledger.call().map(calls::get);
            if (call.isPresent()) {
                called++;
            }
        }
        call.ifPresent(Runnable::run);
        return result;
    }

    <T> T look(Function<Ledger, T> question) {
        synchronized (ledger) {
            return question.apply(ledger);
        }
    }

    void close(Claim claim) {
        change(books -> {
            books.close(claim);
            return calls.remove(claim);
        });
    }

    private Claimant open(String name, Demand demand, boolean byInvitation, Runnable mayTryAgain) {
        return new Claimant(this, change(books -> {
            Claim claim = books.open(name, demand, byInvitation);
            calls.put(claim, mayTryAgain);
            return claim;
        }));
    }
}
