package org.attune.head.task;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.attune.head.Answering;
import org.attune.head.Lease;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions of tasks at the head. A session holds places on workers while it has tasks, each a slot, and tasks flow there without being placed one by one: one to each slot, and as many more as are done
 * within some milliseconds. Results go back as they came. The threads of the links do that, under one lock; a thread of its own asks for places and gives them back, and keeps the time. Thread-safe.
 */
public final class Tasks implements Office, Answering, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);

    /** How many tasks of a session may be under way, and bytes of them: a client that has more waits. */
    public static final int MOST_TASKS = 50_000;

    public static final long MOST_BYTES = 32L << 20;

    private static final long TICK_MILLIS = 20;
    private static final long STALE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int AT_ONCE = 64;

    private final Tenants tenants;
    private final Path folder;
    private final CodeDesk codeDesk;
    private final ScheduledExecutorService keeper;
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, Present> workers = new HashMap<>();

    /** A worker that is there, and up to which message its results are taken. */
    private static final class Present {
        WorkerHandle handle;
        long taken;
        long told;
    }

    /** @param folder for what clients send, private; it is made when it is needed */
    public Tasks(Tenants tenants, Path folder) {
        this.tenants = tenants;
        this.folder = folder;
        this.codeDesk = new CodeDesk();
        this.keeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "attune-tasks");
            thread.setDaemon(true);
            return thread;
        });
        keeper.scheduleWithFixedDelay(this::keep, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Names of the sessions that there are. */
    public synchronized List<String> sessions() {
        return sessions.values().stream().map(session -> session.name).toList();
    }

    /** How many tasks workers have. */
    public synchronized int running() {
        return sessions.values().stream()
                .flatMap(session -> session.pools.values().stream())
                .flatMap(pool -> pool.seats.values().stream())
                .mapToInt(seat -> seat.sent.size())
                .sum();
    }

    @Override
    public boolean answer(Question question, Asker asker) {
        if (!(question instanceof Question.OpenSession open)) {
            return false;
        }
        String id = UUID.randomUUID().toString();
        Optional<ToWorker.WarmUp> warmUp = WarmUps.of(id, open.options());
        asker.send(new ToClient.Part(asker.id(), Map.of("session", id, "tasks", MOST_TASKS, "bytes", MOST_BYTES)));
        synchronized (this) {
            Session session = new Session(id, open.name(), asker, new CodeFolder(folder.resolve(id)), warmUp);
            sessions.put(id, session);
            warmUp.ifPresent(message -> session.warmUp(
                    workers.values().stream().map(present -> present.handle).toList()));
        }
        asker.onReady(() -> goOn(id));
        asker.onGone(() -> end(id));
        return true;
    }

    private synchronized void goOn(String id) {
        Session session = sessions.get(id);
        if (session != null) {
            long now = System.nanoTime();
            session.pools.values().forEach(pool -> advance(session, pool, now));
        }
    }

    @Override
    public boolean take(FromClient message) {
        if (message instanceof FromClient.Submit submit) {
            submit(submit);
        } else if (message instanceof FromClient.Cancel cancel) {
            settle(cancel.session(), cancel.tasks(), TaskResult.End.CANCELLED);
        } else if (message instanceof FromClient.Code part) {
            session(part.session()).ifPresent(session -> codeDesk.take(session, part));
        } else if (message instanceof FromClient.Drop drop) {
            session(drop.session()).ifPresent(session -> codeDesk.drop(session, drop.hash()));
        } else if (message instanceof FromClient.BodyTaken taken) {
            passOn(taken);
        } else {
            return false;
        }
        return true;
    }

    private synchronized Optional<Session> session(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    private synchronized void submit(FromClient.Submit submit) {
        Session session = sessions.get(submit.session());
        if (session == null) {
            return;
        }
        if (session.entries.size() > 2 * MOST_TASKS || session.bytes > 4 * MOST_BYTES) {
            session.asker.send(new ToClient.Failed(
                    session.asker.id(),
                    "more than " + MOST_TASKS + " tasks or " + MOST_BYTES
                            + " bytes were submitted without waiting for any."));
            later(() -> end(session.id));
            return;
        }
        Pool pool = session.pool(submit.shape());
        long now = System.nanoTime();
        long millis = submit.shape().millis();
        long deadline = millis > 0 ? now + TimeUnit.MILLISECONDS.toNanos(millis) : Long.MAX_VALUE;
        for (Task task : TaskFrames.tasks(submit.tasks())) {
            session.add(new Entry(pool, submit.callee(), task, deadline));
        }
        advance(session, pool, now);
    }

    private synchronized void settle(String id, List<Long> tasks, TaskResult.End end) {
        Session session = sessions.get(id);
        if (session == null) {
            return;
        }
        List<Long> settled = new ArrayList<>();
        for (long task : tasks) {
            Entry entry = session.entries.get(task);
            if (entry == null || entry.isSettled) {
                continue;
            }
            entry.isSettled = true;
            settled.add(task);
            if (entry.seat == null) {
                session.remove(entry);
                entry.pool.forgetQueued();
            } else {
                entry.seat.worker.send(new ToWorker.CancelTasks(id, List.of(task)));
            }
        }
        if (!settled.isEmpty()) {
            session.tell(settled, end, "");
        }
    }

    private synchronized void passOn(FromClient.BodyTaken taken) {
        Session session = sessions.get(taken.session());
        Entry entry = session == null ? null : session.entries.get(taken.task());
        if (entry != null && entry.seat != null) {
            entry.seat.worker.send(new ToWorker.BodyTaken(session.id, taken.task(), taken.bytes()));
        }
    }

    @Override
    public synchronized void joined(WorkerHandle worker, ToHead.Hello hello) {
        Present present = workers.computeIfAbsent(worker.name(), name -> new Present());
        present.handle = worker;
        worker.send(new ToWorker.Sessions(List.copyOf(sessions.keySet())));
        for (Session session : sessions.values()) {
            session.warmUp.ifPresent(worker::send);
            for (Pool pool : session.pools.values()) {
                Seat seat = pool.seats.get(worker.name());
                if (seat != null) {
                    seat.worker = worker;
                    sayAgain(session, pool, seat);
                }
            }
        }
    }

    private static void sayAgain(Session session, Pool pool, Seat seat) {
        pool.tellSlots(seat);
        pool.send(seat, seat.sent.values(), System.nanoTime());
        List<Long> settled = seat.sent.values().stream()
                .filter(entry -> entry.isSettled)
                .map(Entry::id)
                .toList();
        if (!settled.isEmpty()) {
            seat.worker.send(new ToWorker.CancelTasks(session.id, settled));
        }
    }

    @Override
    public boolean take(WorkerHandle worker, ToHead message) {
        if (message instanceof ToHead.Results results) {
            results(worker, results);
        } else if (message instanceof ToHead.Body body) {
            body(worker, body);
        } else if (message instanceof ToHead.Warm warm) {
            warm(worker.name(), warm.session());
        } else if (message instanceof ToHead.Printed printed) {
            session(printed.session())
                    .ifPresent(session -> session.asker.send(new ToClient.Printed(session.id, printed.lines())));
        } else if (message instanceof ToHead.NeedCode need) {
            session(need.session()).ifPresent(session -> codeDesk.answer(session, need.hash(), worker));
        } else if (message instanceof ToHead.Leaving) {
            vacate(worker);
            return false;
        } else {
            return false;
        }
        return true;
    }

    /** Nothing more goes there. */
    private synchronized void vacate(WorkerHandle worker) {
        for (Session session : sessions.values()) {
            for (Pool pool : session.pools.values()) {
                Seat seat = pool.seats.get(worker.name());
                if (seat != null) {
                    seat.leaving.addAll(seat.slots);
                    seat.slots.clear();
                    seat.worker.send(new ToWorker.Recall(session.id, List.copyOf(seat.sent.keySet())));
                    pool.tellSlots(seat);
                    vacate(pool, seat);
                }
            }
        }
    }

    private synchronized void warm(String worker, String id) {
        Session session = sessions.get(id);
        if (session != null) {
            session.warm(worker);
        }
    }

    private synchronized void body(WorkerHandle worker, ToHead.Body body) {
        Session session = sessions.get(body.session());
        Entry entry = session == null ? null : session.entries.get(body.task());
        if (entry != null && entry.seat != null && entry.seat.worker.name().equals(worker.name())) {
            if (entry.isSettled) {
                worker.send(new ToWorker.BodyTaken(session.id, body.task(), body.size()));
            } else {
                session.asker.send(
                        new ToClient.Body(session.id, body.task(), body.offset(), body.size(), body.bytes()));
            }
        }
    }

    private synchronized void results(WorkerHandle worker, ToHead.Results message) {
        Present present = workers.get(worker.name());
        if (present != null) {
            present.taken = Math.max(present.taken, message.number());
        }
        Session session = sessions.get(message.session());
        if (session == null) {
            return;
        }
        long now = System.nanoTime();
        List<TaskResult> all = TaskFrames.results(message.results());
        List<TaskResult> wanted = new ArrayList<>(all.size());
        List<Pool> moved = new ArrayList<>(1);
        double micros = 0;
        for (TaskResult result : all) {
            Entry entry = session.entries.get(result.id());
            if (entry == null || entry.seat == null || !entry.seat.worker.name().equals(worker.name())) {
                continue;
            }
            Pool pool = entry.pool;
            entry.seat.sent.remove(result.id());
            entry.seat.movedNanos = now;
            if (!moved.contains(pool)) {
                moved.add(pool);
            }
            boolean again = result.end() == TaskResult.End.RETURNED
                    || result.end() == TaskResult.End.LOST && ++entry.losses <= pool.shape.retries();
            if (again && !entry.isSettled) {
                entry.seat = null;
                pool.queue.addFirst(entry);
                continue;
            }
            session.remove(entry);
            micros += result.micros();
            if (!entry.isSettled) {
                wanted.add(result);
            }
        }
        if (!wanted.isEmpty()) {
            moved.get(0).pace.took(micros / wanted.size());
            byte[] packed = wanted.size() == all.size() ? message.results() : TaskFrames.packResults(wanted);
            session.asker.send(new ToClient.Results(session.id, worker.name(), packed));
        }
        for (Pool pool : moved) {
            vacate(pool, pool.seats.get(worker.name()));
            advance(session, pool, now);
        }
    }

    private void vacate(Pool pool, Seat seat) {
        List<Lease> vacated = seat == null ? List.of() : seat.vacated();
        if (!vacated.isEmpty()) {
            if (seat.slots.isEmpty() && seat.sent.isEmpty() && seat.leaving.isEmpty()) {
                pool.seats.remove(seat.worker.name());
            }
            later(() -> vacated.forEach(pool.tenant::release));
        }
    }

    private void advance(Session session, Pool pool, long now) {
        if (session.asker.isReady()) {
            pool.dispatch(now);
        }
        if (pool.wantsMore() && !pool.isGrowing) {
            pool.isGrowing = true;
            later(() -> grow(session, pool));
        }
    }

    /** Asks for places until there are enough; by the keeper alone. */
    private void grow(Session session, Pool pool) {
        if (pool.tenant == null && session(session.id).isEmpty()) {
            return; // nobody would ever close it
        } else if (pool.tenant == null) {
            pool.tenant = tenants.open(
                    "session " + session.name, Demands.of(pool.shape), () -> later(() -> grow(session, pool)));
        }
        boolean goesOn = true;
        while (goesOn) {
            int wanted;
            synchronized (this) {
                pool.isGrowing = false;
                int worth = Math.min(pool.open(), pool.pace.slots(pool.open()));
                wanted = sessions.containsKey(session.id) ? worth - pool.slots() : 0;
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
            }
            occupy(session, pool, leases);
        }
    }

    private void occupy(Session session, Pool pool, List<Lease> leases) {
        List<Lease> unused = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            List<Seat> changed = new ArrayList<>();
            for (Lease lease : leases) {
                Present present = workers.get(lease.parts().get(0).worker());
                if (present == null || !sessions.containsKey(session.id)) {
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
            if (!changed.isEmpty() && session.asker.isReady()) {
                pool.dispatch(now);
            }
        }
        unused.forEach(pool.tenant::release);
    }

    @Override
    public synchronized void lost(WorkerHandle worker, String why) {
        workers.remove(worker.name());
        for (Session session : sessions.values()) {
            session.warm(worker.name());
            for (Pool pool : session.pools.values()) {
                Seat seat = pool.seats.remove(worker.name());
                if (seat != null) {
                    lost(session, pool, seat);
                }
            }
        }
    }

    private void lost(Session session, Pool pool, Seat seat) {
        List<Long> given = new ArrayList<>();
        List<Entry> sent = new ArrayList<>(seat.sent.values());
        for (int i = sent.size() - 1; i >= 0; i--) {
            Entry entry = sent.get(i);
            entry.seat = null;
            entry.losses++;
            if (!entry.isSettled && entry.losses <= pool.shape.retries()) {
                pool.queue.addFirst(entry);
            } else {
                session.remove(entry);
                if (!entry.isSettled) {
                    given.add(entry.id());
                }
            }
        }
        if (!given.isEmpty()) {
            session.tell(given, TaskResult.End.LOST, seat.worker.name());
        }
        List<Lease> leases = new ArrayList<>(seat.slots);
        leases.addAll(seat.leaving);
        later(() -> leases.forEach(pool.tenant::release));
        advance(session, pool, System.nanoTime());
    }

    private void end(String id) {
        later(() -> {
            Session session;
            synchronized (this) {
                session = sessions.remove(id);
                workers.values().forEach(present -> present.handle.send(new ToWorker.EndSession(id)));
            }
            if (session != null) {
                session.pools.values().stream()
                        .filter(pool -> pool.tenant != null)
                        .forEach(pool -> pool.tenant.close());
                codeDesk.delete(session);
            }
        });
    }

    /** One fault must not be the end of keeping time. */
    private void keep() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.error("A fault while keeping time", e);
        }
    }

    private void tick() {
        long now = System.nanoTime();
        List<Runnable> gifts = new ArrayList<>();
        synchronized (this) {
            for (Present present : workers.values()) {
                if (present.taken > present.told) {
                    present.told = present.taken;
                    present.handle.send(new ToWorker.ResultsTaken(present.taken));
                }
            }
            for (Session session : sessions.values()) {
                expire(session, now);
                for (Pool pool : session.pools.values()) {
                    advance(session, pool, now);
                    recall(pool, now);
                    share(session, pool, now, gifts);
                }
            }
        }
        gifts.forEach(Runnable::run);
    }

    private void expire(Session session, long now) {
        List<Long> late = new ArrayList<>();
        while (!session.deadlines.isEmpty() && session.deadlines.peek().deadlineNanos - now <= 0) {
            late.add(session.deadlines.poll().id());
        }
        if (!late.isEmpty()) {
            settle(session.id, late, TaskResult.End.LATE);
        }
    }

    /** What waits behind a task that takes longer than was to be expected is taken back: for other slots, also those that the session does not have yet. */
    private void recall(Pool pool, long now) {
        if (!pool.queue.isEmpty()) {
            return;
        }
        for (Seat seat : pool.seats.values()) {
            int behind = seat.sent.size() - seat.slots.size();
            long still = now - seat.movedNanos;
            if (behind > 0 && still > STALE_NANOS && now - seat.recalledNanos > STALE_NANOS) {
                pool.pace.isTaking(still / 1000.0);
                seat.recalledNanos = now;
                List<Long> last = List.copyOf(seat.sent.keySet());
                seat.worker.send(new ToWorker.Recall(pool.session, last.subList(last.size() - behind, last.size())));
            }
        }
    }

    private void share(Session session, Pool pool, long now, List<Runnable> gifts) {
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
                gifts.add(() -> {
                    synchronized (this) {
                        vacate(pool, seat);
                    }
                });
            }
        }
    }

    @Override
    public void close() {
        keeper.shutdownNow();
        synchronized (this) {
            sessions.values().forEach(codeDesk::delete);
            sessions.clear();
        }
        codeDesk.close();
    }

    private void later(Runnable work) {
        try {
            keeper.execute(work);
        } catch (RejectedExecutionException e) {
            // The head has ended, and all places with it.
            return;
        }
    }
}
