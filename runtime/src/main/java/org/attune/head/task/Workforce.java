package org.attune.head.task;

import java.util.List;
import java.util.Optional;
import org.attune.head.Answering.Asker;
import org.attune.head.Office;
import org.attune.head.WorkerHandle;
import org.attune.wire.ToClient;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;

/** What workers say of tasks, and what it means for tasks that a worker comes, leaves or is lost. Thread-safe. */
final class Workforce implements Office {
    private final Books books;
    private final Places places;
    private final Settlement settlement;
    private final CodeDesk codeDesk;

    Workforce(Books books, Places places, Settlement settlement, CodeDesk codeDesk) {
        this.books = books;
        this.places = places;
        this.settlement = settlement;
        this.codeDesk = codeDesk;
    }

    @Override
    public void joined(WorkerHandle worker, ToHead.Hello hello) {
        synchronized (books) {
            books.workers.computeIfAbsent(worker.name(), name -> new Books.Present()).handle = worker;
            worker.send(new ToWorker.Sessions(List.copyOf(books.sessions.keySet())));
            for (Session session : books.sessions.values()) {
                session.warmUp.ifPresent(worker::send);
                for (Pool pool : session.pools.values()) {
                    Seat seat = pool.seats.get(worker.name());
                    if (seat != null) {
                        seat.worker = worker;
                        pool.sayAgain(seat);
                    }
                }
            }
        }
    }

    @Override
    public boolean take(WorkerHandle worker, ToHead message) {
        if (message instanceof ToHead.Results results) {
            settlement.results(worker, results);
        } else if (message instanceof ToHead.Body body) {
            body(worker, body);
        } else if (message instanceof ToHead.Warm warm) {
            synchronized (books) {
                books.session(warm.session()).ifPresent(session -> session.warm(worker.name()));
            }
        } else if (message instanceof ToHead.Printed printed) {
            books.session(printed.session())
                    .map(session -> session.asker)
                    .filter(Asker::isReady) // who does not listen misses it
                    .ifPresent(asker -> asker.send(new ToClient.Printed(printed.session(), printed.lines())));
        } else if (message instanceof ToHead.NeedCode need) {
            books.session(need.session()).ifPresent(session -> codeDesk.answer(session, need.hash(), worker));
        } else if (message instanceof ToHead.Leaving) {
            vacate(worker);
            return false;
        } else {
            return false;
        }
        return true;
    }

    private void vacate(WorkerHandle worker) {
        synchronized (books) {
            for (Session session : books.sessions.values()) {
                for (Pool pool : session.pools.values()) {
                    Seat seat = pool.seats.get(worker.name());
                    if (seat != null) {
                        pool.leave(seat);
                        places.vacate(pool, seat);
                    }
                }
            }
        }
    }

    private void body(WorkerHandle worker, ToHead.Body body) {
        synchronized (books) {
            Optional<Entry> entry = books.sent(body.session(), body.task()).filter(sent -> sent.isAt(worker));
            if (entry.isEmpty()) {
                return;
            } else if (entry.get().isSettled) {
                worker.send(new ToWorker.BodyTaken(body.session(), body.task(), body.size()));
            } else {
                books.sessions
                        .get(body.session())
                        .asker
                        .send(new ToClient.Body(body.session(), body.task(), body.offset(), body.size(), body.bytes()));
            }
        }
    }

    @Override
    public void lost(WorkerHandle worker, String why) {
        synchronized (books) {
            books.workers.remove(worker.name());
            for (Session session : books.sessions.values()) {
                session.warm(worker.name());
                for (Pool pool : session.pools.values()) {
                    Seat seat = pool.seats.remove(worker.name());
                    if (seat != null) {
                        settlement.lost(session, pool, seat);
                    }
                }
            }
        }
    }
}
