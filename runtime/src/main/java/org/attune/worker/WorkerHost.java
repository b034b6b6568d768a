package org.attune.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.attune.study.Cause;
import org.attune.study.Placement;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;
import org.attune.wire.Connection;
import org.attune.wire.Grants;
import org.attune.wire.Link;
import org.attune.wire.Protocol;
import org.attune.wire.Receiver;
import org.attune.wire.StudyBrief;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;

/**
 * What a worker does with what the head says: it hosts studies and runs their attempts, whether or not the head can be heard. What happens while it cannot, or has happened and is
 * not settled, is said again when the worker has joined again. Thread-safe.
 */
public final class WorkerHost implements HostedStudy.Host, AutoCloseable {

    /** What the head decides about the worker itself. Called by the links' threads; must not block. */
    public interface Fate {
        void joined(ToWorker.Welcome welcome);

        void refused(ToWorker.Refused refused);

        void leave(ToWorker.Leave leave);

        /** @param why for people; may be empty */
        void lost(String why);

        /** Attune itself was at fault when a study was to be prepared, which the head was told in words. */
        default void fault(Throwable what) {}
    }

    private final Grants grants;
    private final Workshop workshop;
    private final List<WorkerOffice> offices;
    private final Fate fate;
    private final String boot = UUID.randomUUID().toString();

    // Guarded by this object's lock.
    private final Roll roll = new Roll();
    private final MeetingPorts ports = MeetingPorts.ofThisMachine();
    private final Map<String, HostedStudy> studies = new HashMap<>();
    private final Collection<HostedStudy> former = new ArrayList<>();
    /** Dismissed, but they may not have let go of everything yet. */
    private final Collection<HostedStudy> ending = new ArrayList<>();

    private String name;
    private boolean wasIn;
    private Session session;
    private String leaving;

    /** @param name that it asks for */
    public WorkerHost(String name, Grants grants, Workshop workshop, List<WorkerOffice> offices, Fate fate) {
        this.name = name;
        this.grants = grants;
        this.workshop = workshop;
        this.offices = List.copyOf(offices);
        this.fate = fate;
    }

    /** The name that it has, or before it has joined a head asks for. */
    public synchronized String name() {
        return name;
    }

    /** Says hello over a connection, and from then on does what the head at its other end says. One that was in use before is given up. */
    public void join(Connection connection) {
        Session fresh = new Session(connection);
        synchronized (this) {
            session = fresh;
            fresh.link = connection.worker(fresh);
            fresh.link.send(new ToHead.Hello(Protocol.VERSION, name, boot, wasIn, grants, roll.known()));
        }
    }

    /** Asks all attempts to end, and makes them after their grace period; at once if {@code now}. They go on elsewhere, or later. */
    public synchronized void endAll(boolean now) {
        roll.all().stream().filter(entry -> !entry.isOver()).forEach(entry -> end(entry, now));
    }

    /** Begins nothing more, and ends what there is. May be called again with {@code now}. */
    public void leave(String reason, boolean now) {
        synchronized (this) {
            if (leaving == null) {
                leaving = reason;
                say(new ToHead.Leaving(reason));
            }
            endAll(now);
        }
        offices.forEach(office -> office.leave(now));
    }

    /** Whether nothing runs and nothing is left for the head to settle. */
    public boolean isIdle() {
        synchronized (this) {
            if (!roll.isEmpty()) {
                return false;
            }
        }
        return offices.stream().noneMatch(WorkerOffice::isBusy);
    }

    /** Whether an attempt is not over yet. */
    public synchronized boolean isRunning() {
        return roll.all().stream().anyMatch(entry -> !entry.isOver());
    }

    /** Where an attempt runs, if it does. */
    public synchronized Optional<Placement> placement(AttemptKey key) {
        return roll.placement(key);
    }

    /** Ends what runs, at once, and waits until nothing is left of it. */
    @Override
    public void close() {
        List<HostedStudy> all;
        synchronized (this) {
            session = null;
            all = new ArrayList<>(studies.values());
            all.addAll(former);
            all.addAll(ending);
        }
        all.forEach(HostedStudy::dismiss);
        for (HostedStudy study : all) {
            study.close();
        }
        offices.forEach(WorkerOffice::close);
    }

    @Override
    public synchronized void happened(HostedStudy study, Signal signal) {
        AttemptKey key = Roll.key(study.brief().id(), signal);
        if (roll.keep(key, signal)) {
            say(new ToHead.Happened(key.study(), signal));
        }
        if (signal instanceof Signal.AttemptOver) {
            dismissFormer();
        }
    }

    /** Nothing, while there is no head to hear it. */
    @Override
    public synchronized void say(ToHead message) {
        if (session != null && session.joined) {
            session.link.send(message);
        }
    }

    @Override
    public void fault(Throwable what) {
        fate.fault(what);
    }

    private static void end(Roll.Entry entry, boolean now) {
        entry.study().end(entry.key().trial(), entry.key().attempt(), now);
    }

    /** A link to a head, from hello to its loss. */
    private final class Session implements Receiver<ToWorker> {
        private final Connection connection;
        private Link<ToHead> link;
        private boolean joined;

        Session(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void take(ToWorker message) {
            if (isCurrent()) {
                WorkerHost.this.take(this, message);
            }
        }

        @Override
        public void closed(String why) {
            synchronized (WorkerHost.this) {
                if (session != this) {
                    return;
                }
                session = null;
            }
            if (joined) {
                offices.forEach(WorkerOffice::lost);
            }
            fate.lost(why);
        }

        private boolean isCurrent() {
            synchronized (WorkerHost.this) {
                return session == this;
            }
        }
    }

    private void take(Session from, ToWorker message) {
        if (message instanceof ToWorker.Welcome welcome) {
            welcomed(from, welcome);
        } else if (message instanceof ToWorker.Refused refused) {
            fate.refused(refused);
        } else if (message instanceof ToWorker.Leave leave) {
            fate.leave(leave);
        } else if (message instanceof ToWorker.Prepare prepare) {
            prepare(prepare.study());
        } else if (message instanceof ToWorker.Studies all) {
            dismissOthers(all.studies());
        } else if (message instanceof ToWorker.Dismiss dismiss) {
            dismiss(dismiss.study());
        } else if (message instanceof ToWorker.Launch launch) {
            launch(launch);
        } else if (message instanceof ToWorker.Order order) {
            order(order.study(), order.command());
        } else if (message instanceof ToWorker.Ask ask && ask.what().equals("port")) {
            say(port(ask.id()));
        } else {
            offices.stream().filter(office -> office.take(message)).findFirst();
        }
    }

    private void welcomed(Session from, ToWorker.Welcome welcome) {
        synchronized (this) {
            welcome.kill().forEach(this::kill);
            from.joined = true;
            // Under the name by which the journals know its trials: the next head is asked for the same.
            name = welcome.worker();
            wasIn = true;
            roll.unsettled().forEach(this::say);
            if (leaving != null) {
                say(new ToHead.Leaving(leaving));
            }
        }
        offices.forEach(office -> office.joined(from.connection, from.link, welcome));
        fate.joined(welcome);
    }

    private synchronized void kill(AttemptKey key) {
        roll.forget(key).ifPresent(entry -> end(entry, true));
    }

    private synchronized void prepare(StudyBrief brief) {
        HostedStudy known = studies.get(brief.id());
        if (known == null || !known.brief().equals(brief)) {
            if (known != null) {
                former.add(known);
                dismissFormer();
            }
            known = new HostedStudy(brief, workshop, this);
            studies.put(brief.id(), known);
        }
        known.prepare();
    }

    /** A study that has changed goes on in its new form; what runs in the old one comes to its end. */
    private synchronized void dismissFormer() {
        former.removeIf(study -> {
            boolean over = roll.all().stream().noneMatch(entry -> entry.study() == study && !entry.isOver());
            if (over) {
                dismiss(study);
            }
            return over;
        });
    }

    /** A study may have ended while there was nobody to say so. */
    private synchronized void dismissOthers(List<String> wanted) {
        Set<String> others = new HashSet<>(studies.keySet());
        former.forEach(study -> others.add(study.brief().id()));
        wanted.forEach(others::remove);
        others.forEach(this::dismiss);
    }

    private synchronized void dismiss(String study) {
        roll.all().stream()
                .map(Roll.Entry::key)
                .filter(key -> key.study().equals(study))
                .forEach(roll::forget);
        Optional.ofNullable(studies.remove(study)).ifPresent(this::dismiss);
        former.stream().filter(one -> one.brief().id().equals(study)).forEach(this::dismiss);
        former.removeIf(one -> one.brief().id().equals(study));
    }

    private void dismiss(HostedStudy study) {
        study.dismiss();
        ending.removeIf(HostedStudy::isOver);
        ending.add(study);
    }

    private synchronized void launch(ToWorker.Launch launch) {
        Command.Start start = launch.start();
        AttemptKey key = new AttemptKey(launch.study(), start.trial(), start.attempt());
        HostedStudy study = studies.get(launch.study());
        int rank = launch.gang().map(ToWorker.Gang::rank).orElse(0);
        if (!roll.add(key, rank, study)) {
            return;
        } else if (study == null) {
            refuse(key, Cause.NODE_LOST, "its worker was not prepared for the study");
        } else if (leaving != null) {
            refuse(key, Cause.PREEMPTED, "its worker was about to leave");
        } else {
            study.launch(start, new Place(launch.gpus(), launch.gang()));
        }
    }

    private void refuse(AttemptKey key, Cause cause, String why) {
        Signal over = new Signal.AttemptOver(key.trial(), key.attempt(), cause, why, OptionalInt.empty());
        roll.keep(key, over);
        say(new ToHead.Happened(key.study(), over));
    }

    private synchronized void order(String study, Command command) {
        if (command instanceof Command.Answer answer) {
            AttemptKey key = new AttemptKey(study, answer.trial(), answer.attempt());
            if (roll.settle(key, answer)) {
                roll.find(key).ifPresent(entry -> entry.study().execute(answer));
            }
        } else if (command instanceof Command.Forget forget) {
            // An attempt whose end is written down must not go on.
            kill(new AttemptKey(study, forget.trial(), forget.attempt()));
        } else if (command instanceof Command.End end) {
            roll.find(new AttemptKey(study, end.trial(), end.attempt()))
                    .filter(entry -> !entry.isOver())
                    .ifPresent(entry -> entry.study().execute(end));
        } else if (command instanceof Command.Discard) {
            Optional.ofNullable(studies.get(study)).ifPresent(one -> one.execute(command));
        }
    }

    private ToHead port(long id) {
        try {
            return new ToHead.Answer(id, Optional.of(Integer.toString(ports.next())), Optional.empty());
        } catch (IOException e) {
            return new ToHead.Answer(id, Optional.empty(), Optional.of(e.getMessage()));
        }
    }
}
