package org.attune.head;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.attune.engine.slurm.JobEnd;
import org.attune.wire.AttemptKey;
import org.attune.wire.Link;
import org.attune.wire.Protocol;
import org.attune.wire.Receiver;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;

/**
 * The workers of a head: they join, are suspected when their link is lost, and are lost when they do not join again in time. A worker is the same as long as its process is.
 *
 * <p>What there is to tell is told to the offices under a lock of the worker's own, so in order for each. A new head lets workers in when the offices of all that it goes on with are
 * there: they say which attempts are wanted. Thread-safe; has no threads of its own.
 */
public final class Roster implements AutoCloseable {
    private static final Duration TICK = Duration.ofSeconds(1);
    /** A clock that rings so much too late belongs to a process that stood still, whose peers had no chance. */
    private static final Duration FROZEN = Duration.ofSeconds(1);

    private final Arbiter arbiter;
    private final long epoch;
    private final Terms terms;
    private final Timer timer;
    private final Predicate<Duration> hears;
    private final Clock clock;
    private final Consumer<String> log;
    private final List<Office> offices = new CopyOnWriteArrayList<>();
    private final Map<String, Member> members = new HashMap<>();
    private final Questions questions;
    private volatile String closing = "";
    /** The cluster ends, and not only this head. */
    private volatile boolean isStopped;

    private volatile Inquest inquest = Inquest.NONE;

    /**
     * @param epoch of the head
     * @param hears whether what workers say has been heard for so long without a break: after one, none is given up before it had its whole time again
     * @param clock for the times that people see
     * @param log told, for people, who comes and goes
     */
    public Roster(
            Arbiter arbiter,
            long epoch,
            Terms terms,
            Timer timer,
            Predicate<Duration> hears,
            Clock clock,
            Consumer<String> log) {
        this.arbiter = arbiter;
        this.epoch = epoch;
        this.terms = terms;
        this.timer = timer;
        this.hears = hears;
        this.clock = clock;
        this.log = log;
        this.questions = new Questions(timer);
        offices.add(questions);
        tick();
    }

    /** From now on the office is told all; of workers that are there already it hears at once, with what they said when they joined. */
    public void add(Office office) {
        offices.add(office);
        for (Member member : members()) {
            synchronized (member) {
                if (member.link() != null && member.hello != null) {
                    safely(office, () -> office.joined(member, member.hello));
                }
            }
        }
    }

    public void remove(Office office) {
        offices.remove(office);
    }

    /** A worker has dialled. */
    public Receiver<ToHead> worker(Link<ToWorker> link) {
        return new Guest(link);
    }

    /**
     * Asks a worker something, such as what a trial is doing.
     *
     * @param what as {@link ToWorker.Ask} has it
     * @param answer told once, on any thread, also if there is none within half a minute; must not block
     */
    public void ask(
            WorkerHandle worker,
            String what,
            AttemptKey key,
            Map<String, String> details,
            Consumer<ToHead.Answer> answer) {
        questions.ask(worker, what, key, details, answer);
    }

    /** From now on it is asked what became of workers whose link is lost. */
    void inquire(Inquest whom) {
        inquest = whom;
    }

    Inquest inquest() {
        return inquest;
    }

    Terms terms() {
        return terms;
    }

    Timer timer() {
        return timer;
    }

    /** All that are there, or were a moment ago. */
    public List<WorkerView> workers() {
        return members().stream()
                .map(member -> {
                    synchronized (member) {
                        return new WorkerView(
                                member.name(),
                                member.state,
                                member.grants(),
                                arbiter.free(member.name()),
                                arbiter.look(books -> books.passedOver(member.name())),
                                member.since,
                                member.note);
                    }
                })
                .toList();
    }

    /** Tells all workers to end, and refuses those that come later. {@code now}: without waiting for trials to save. */
    public void sendHome(String reason, boolean now) {
        closing = reason;
        isStopped = true;
        members().forEach(member -> member.send(new ToWorker.Leave(reason, now)));
    }

    /** Tells a worker to leave if nobody has a place there, after which nobody gets one; whether it was told. */
    boolean dismissIdle(String worker, String reason) {
        Optional<Member> found = members().stream()
                .filter(member -> member.name().equals(worker))
                .findFirst();
        if (found.isEmpty()) {
            return false;
        }
        Member member = found.get();
        synchronized (member) {
            if (member.link() == null || member.state != WorkerView.State.JOINED) {
                return false;
            }
            arbiter.setOpen(worker, false);
            if (!arbiter.isIdle(worker)) {
                arbiter.setOpen(worker, true);
                return false;
            }
            member.send(new ToWorker.Leave(reason, false));
            return true;
        }
    }

    /** Has all workers join again, and so say again what nobody has heard. */
    public void callAgain(String why) {
        members().stream().map(Member::link).filter(Objects::nonNull).forEach(link -> link.close(why));
    }

    /** Lets go of all links; workers keep their trials, and look for the next head. */
    @Override
    public void close() {
        if (closing.isEmpty()) {
            closing = "this head is ending";
        }
        for (Member member : members()) {
            Link<ToWorker> link = member.link();
            if (link != null) {
                link.close(closing);
            }
        }
    }

    private void tick() {
        if (closing.isEmpty()) {
            timer.after(TICK, this::tick);
            arbiter.tick();
        }
    }

    private List<Member> members() {
        synchronized (members) {
            return members.values().stream()
                    .sorted((one, other) -> one.name().compareTo(other.name()))
                    .toList();
        }
    }

    private Member member(ToHead.Hello hello) {
        synchronized (members) {
            for (Member member : members.values()) {
                if (member.boot().equals(hello.boot())) {
                    return member;
                }
            }
            String name = Names.choose(hello.worker(), members::containsKey);
            Member member = new Member(name, hello.boot(), hello.grants());
            members.put(name, member);
            return member;
        }
    }

    private void safely(Office office, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.accept("a fault in Attune itself, in " + office.getClass().getSimpleName() + ": " + e);
        }
    }

    /** Whoever is at the other end of one link. */
    private final class Guest implements Receiver<ToHead> {
        private final Link<ToWorker> link;
        private Member member;

        Guest(Link<ToWorker> link) {
            this.link = link;
        }

        @Override
        public void take(ToHead message) {
            if (member != null) {
                hear(message);
            } else if (message instanceof ToHead.Hello hello) {
                greet(hello);
            } else {
                link.close("the first message must be a Hello");
            }
        }

        @Override
        public void closed(String why) {
            if (member == null) {
                return;
            } else if (why.isEmpty()) {
                closed();
            } else {
                suspect(member, link, why);
            }
        }

        /** By its own will, which is the end of one that said that it leaves. */
        private void closed() {
            synchronized (member) {
                if (member.isLeaving && member.link() == link && !member.isGone) {
                    member.setLink(null);
                    lose(member);
                    return;
                }
            }
            suspect(member, link, "its link was closed");
        }

        private void greet(ToHead.Hello hello) {
            if (hello.protocol() != Protocol.VERSION) {
                String reason = "the head speaks protocol " + Protocol.VERSION + " and this worker speaks "
                        + hello.protocol() + ". Use one version of Attune for both.";
                turnAway(reason, new ToWorker.Refused(reason, false));
            } else if (isStopped) {
                turnAway(closing, new ToWorker.Leave(closing, false));
            } else if (!closing.isEmpty()) {
                turnAway(closing, new ToWorker.Refused(closing, true));
            } else {
                while (member == null) {
                    Member found = member(hello);
                    member = join(found, hello) ? found : null;
                }
            }
        }

        private void turnAway(String reason, ToWorker answer) {
            log.accept("a worker was turned away: " + reason);
            link.send(answer);
            link.close(reason);
        }

        /** @return false if it has just been lost */
        private boolean join(Member found, ToHead.Hello hello) {
            synchronized (found) {
                if (found.isGone) {
                    return false;
                }
                Link<ToWorker> before = found.link();
                found.giveUp.run();
                found.joins++;
                found.hello = hello;
                found.setGrants(hello.grants());
                found.setLink(link);
                found.since = clock.instant();
                found.note = found.isLeaving ? found.note : "";
                found.state = found.isLeaving ? WorkerView.State.LEAVING : WorkerView.State.JOINED;
                if (before != null) {
                    before.close("the worker has dialled again");
                }
                link.send(new ToWorker.Welcome(found.name(), epoch, terms.patience(), unwanted(found, hello)));
                offices.forEach(office -> safely(office, () -> office.joined(found, hello)));
                link.send(new ToWorker.Studies(studies()));
                if (found.joins == 1) {
                    arbiter.join(found.name(), hello.grants());
                }
                arbiter.setOpen(found.name(), !found.isLeaving);
                log.accept(found.name() + (found.joins == 1 ? " joined" : " is back") + " ("
                        + hello.grants().host() + ")");
                return true;
            }
        }

        private List<String> studies() {
            return offices.stream()
                    .flatMap(office -> office.studies().stream())
                    .distinct()
                    .toList();
        }

        private List<AttemptKey> unwanted(Member found, ToHead.Hello hello) {
            return hello.attempts().stream()
                    .filter(known -> offices.stream().noneMatch(office -> office.wants(found.name(), known)))
                    .map(ToHead.Known::key)
                    .toList();
        }

        private void hear(ToHead message) {
            synchronized (member) {
                if (member.link() != link) {
                    return;
                }
                if (message instanceof ToHead.Leaving leaving) {
                    member.isLeaving = true;
                    member.state = WorkerView.State.LEAVING;
                    member.note = leaving.reason();
                    arbiter.setOpen(member.name(), false);
                    log.accept(member.name() + " is leaving: " + leaving.reason());
                    if (JobEnd.isOfSignal(leaving.reason())) {
                        inquest.begin(member, true);
                    }
                    offices.forEach(office -> safely(office, () -> office.take(member, message)));
                } else if (!(message instanceof ToHead.Hello)) {
                    taken(member, message);
                }
            }
        }
    }

    private void taken(Member member, ToHead message) {
        for (Office office : offices) {
            boolean[] taken = new boolean[1];
            safely(office, () -> taken[0] = office.take(member, message));
            if (taken[0]) {
                return;
            }
        }
    }

    private void suspect(Member member, Link<ToWorker> link, String why) {
        synchronized (member) {
            if (member.link() == link && !member.isGone) {
                member.setLink(null);
                inquest.begin(member, false);
                if (!member.isLeaving) {
                    member.state = WorkerView.State.SUSPECT;
                    member.since = clock.instant();
                    member.note = why;
                } else if (arbiter.isIdle(member.name())) {
                    lose(member);
                    return;
                }
                arbiter.setOpen(member.name(), false);
                log.accept(member.name() + " is not to be reached: " + why);
                giveUpLater(member);
            }
        }
    }

    private void giveUpLater(Member member) {
        long joins = member.joins;
        long due = timer.nanos() + terms.lostAfter().toNanos();
        member.giveUp = timer.after(terms.lostAfter(), () -> {
            synchronized (member) {
                if (member.joins != joins || member.isGone) {
                    return;
                } else if (!hears.test(terms.lostAfter()) || timer.nanos() - due > FROZEN.toNanos()) {
                    giveUpLater(member);
                } else {
                    lose(member);
                }
            }
        });
    }

    private void lose(Member member) {
        String why = member.isLeaving ? "it left: " + member.note : member.note;
        member.isGone = true;
        synchronized (members) {
            members.remove(member.name());
        }
        log.accept(member.name() + (member.isLeaving ? " has left: " + member.note : " is lost: " + why));
        arbiter.leave(member.name());
        offices.forEach(office -> safely(office, () -> office.lost(member, why)));
    }
}
