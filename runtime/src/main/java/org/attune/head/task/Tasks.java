package org.attune.head.task;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.attune.head.Answering;
import org.attune.head.Office;
import org.attune.head.WorkerHandle;
import org.attune.task.code.CodeFolder;
import org.attune.wire.FromClient;
import org.attune.wire.Question;
import org.attune.wire.Task;
import org.attune.wire.TaskFrames;
import org.attune.wire.TaskResult;
import org.attune.wire.ToClient;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;

/**
 * Sessions of tasks at the head. A session holds places on workers while it has tasks, each a slot ({@link Places}),
 * and tasks flow there without being placed one by one ({@link Pool}): one to each slot, and as many more as are done
 * within some milliseconds. Results go back as they came ({@link Settlement}). The threads of the links do that,
 * under one lock ({@link Books}); a thread of its own asks for places and gives them back, and keeps the time ({@link
 * Upkeep}). Thread-safe.
 */
public final class Tasks implements Office, Answering, AutoCloseable {
    /** How many tasks of a session may be under way, and bytes of them: a client that has more waits. */
    public static final int MOST_TASKS = 50_000;

    public static final long MOST_BYTES = 32L << 20;

    private final Path folder;
    private final CodeDesk codeDesk = new CodeDesk();
    private final Keeper keeper = new Keeper();
    private final Books books = new Books();
    private final Places places;
    private final Settlement settlement;
    private final Workforce workforce;
    private final Waits waits = new Waits(books);

    /** @param folder for what clients send, private; it is made when it is needed */
    public Tasks(Tenants tenants, Path folder) {
        this.folder = folder;
        this.places = new Places(tenants, books, keeper, new Hopes(books));
        this.settlement = new Settlement(books, places);
        this.workforce = new Workforce(books, places, settlement, codeDesk);
        keeper.every(Upkeep.MILLIS, new Upkeep(books, places, settlement));
        keeper.every(Waits.MILLIS, waits);
    }

    /** Names of the sessions that there are. */
    public List<String> sessions() {
        synchronized (books) {
            return books.sessions.values().stream().map(session -> session.name).toList();
        }
    }

    /** How many tasks workers have. */
    public int running() {
        synchronized (books) {
            return books.sessions.values().stream()
                    .flatMap(session -> session.pools.values().stream())
                    .flatMap(pool -> pool.seats.values().stream())
                    .mapToInt(seat -> seat.sent.size())
                    .sum();
        }
    }

    @Override
    public boolean answer(Question question, Asker asker) {
        if (question instanceof Question.WhyTasks why) {
            keeper.later(() -> waits.answer(why.session(), asker));
            return true;
        }
        if (!(question instanceof Question.OpenSession open)) {
            return false;
        }
        String id = UUID.randomUUID().toString();
        Optional<ToWorker.WarmUp> warmUp = WarmUps.of(id, open.options());
        asker.send(new ToClient.Part(asker.id(), Map.of("session", id, "tasks", MOST_TASKS, "bytes", MOST_BYTES)));
        synchronized (books) {
            Session session = new Session(id, open.name(), asker, new CodeFolder(folder.resolve(id)), warmUp);
            books.sessions.put(id, session);
            warmUp.ifPresent(message -> session.warmUp(books.handles()));
        }
        asker.onReady(() -> goOn(id));
        asker.onGone(() -> end(id));
        return true;
    }

    private void goOn(String id) {
        synchronized (books) {
            long now = System.nanoTime();
            books.session(id)
                    .ifPresent(session -> session.pools.values().forEach(pool -> places.advance(session, pool, now)));
        }
    }

    private void end(String id) {
        keeper.later(() -> {
            Session session;
            synchronized (books) {
                session = books.sessions.remove(id);
                books.handles().forEach(worker -> worker.send(new ToWorker.EndSession(id)));
            }
            if (session != null) {
                session.pools.values().stream()
                        .filter(pool -> pool.tenant != null)
                        .forEach(pool -> pool.tenant.close());
                codeDesk.delete(session);
            }
        });
    }

    @Override
    public boolean take(FromClient message) {
        if (message instanceof FromClient.Submit submit) {
            submit(submit);
        } else if (message instanceof FromClient.Cancel cancel) {
            settlement.settle(cancel.session(), cancel.tasks(), TaskResult.End.CANCELLED);
        } else if (message instanceof FromClient.Code part) {
            books.session(part.session()).ifPresent(session -> codeDesk.take(session, part));
        } else if (message instanceof FromClient.Drop drop) {
            books.session(drop.session()).ifPresent(session -> codeDesk.drop(session, drop.hash()));
        } else if (message instanceof FromClient.BodyTaken taken) {
            passOn(taken);
        } else {
            return false;
        }
        return true;
    }

    private void submit(FromClient.Submit submit) {
        List<Task> tasks = TaskFrames.tasks(submit.tasks());
        synchronized (books) {
            Session session = books.sessions.get(submit.session());
            if (session == null || session.isOver) {
                return;
            }
            if (session.entries.size() > 2 * MOST_TASKS || session.bytes > 4 * MOST_BYTES) {
                session.isOver = true;
                session.asker.send(new ToClient.Failed(
                        session.asker.id(),
                        "more than " + MOST_TASKS + " tasks or " + MOST_BYTES
                                + " bytes were submitted without waiting for any."));
                end(session.id);
                return;
            }
            Pool pool = session.pool(submit.shape());
            long now = System.nanoTime();
            long millis = submit.shape().millis();
            long deadline = millis > 0 ? now + TimeUnit.MILLISECONDS.toNanos(millis) : Long.MAX_VALUE;
            session.add(pool, submit.callee(), tasks, deadline);
            places.advance(session, pool, now);
        }
    }

    private void passOn(FromClient.BodyTaken taken) {
        synchronized (books) {
            books.sent(taken.session(), taken.task())
                    .ifPresent(entry -> entry.seat.worker.send(
                            new ToWorker.BodyTaken(taken.session(), taken.task(), taken.bytes())));
        }
    }

    @Override
    public void joined(WorkerHandle worker, ToHead.Hello hello) {
        workforce.joined(worker, hello);
    }

    @Override
    public boolean take(WorkerHandle worker, ToHead message) {
        return workforce.take(worker, message);
    }

    @Override
    public void lost(WorkerHandle worker, String why) {
        workforce.lost(worker, why);
    }

    @Override
    public void close() {
        keeper.close();
        synchronized (books) {
            books.sessions.values().forEach(codeDesk::delete);
            books.sessions.clear();
        }
        codeDesk.close();
    }
}
