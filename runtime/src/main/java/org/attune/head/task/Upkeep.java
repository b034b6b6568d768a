package org.attune.head.task;

import org.attune.wire.ToWorker;

/**
 * What is looked after from time to time: deadlines, what clients want to know of tasks that have begun, tasks that
 * wait behind a slow one, places without use, results that workers need not keep any longer.
 */
final class Upkeep implements Runnable {
    static final long MILLIS = 20;

    /** So seldom are workers told which of their results were taken, unless these are many: just then a program often sends its next functions. */
    private static final int TICKS = 10;

    private static final int MANY = 100;

    private final Books books;
    private final Places places;
    private final Settlement settlement;
    private int ticks;

    Upkeep(Books books, Places places, Settlement settlement) {
        this.books = books;
        this.places = places;
        this.settlement = settlement;
    }

    @Override
    public void run() {
        long now = System.nanoTime();
        synchronized (books) {
            int enough = ++ticks % TICKS == 0 ? 1 : MANY;
            for (Books.Present present : books.workers.values()) {
                if (present.taken - present.told >= enough) {
                    present.told = present.taken;
                    present.handle.send(new ToWorker.ResultsTaken(present.taken));
                }
            }
            for (Session session : books.sessions.values()) {
                settlement.expire(session, now);
                session.tellBegun();
                for (Pool pool : session.pools.values()) {
                    places.advance(session, pool, now);
                    pool.recall(now);
                    places.share(session, pool, now);
                    if (pool.queue.isEmpty() && pool.seats.isEmpty()) {
                        pool.isAccepted = false;
                    }
                }
            }
        }
    }
}
