package org.attune.worker.join;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.attune.wire.ClusterProblem;
import org.attune.wire.Connection;
import org.attune.wire.ToWorker;
import org.attune.worker.WorkerHost;

/**
 * Keeps a worker joined to its head, for as long as it is to be a worker: looks for a head, for hours if need be, joins it, and when it is lost looks again. {@link #run} is for one
 * thread; all else for any.
 */
public final class Joining implements WorkerHost.Fate {
    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofHours(1);

    /** How it came to its end. {@code refusal}: why it cannot be a worker there, a sentence. */
    public record End(Optional<String> refusal) {}

    private enum State {
        APART,
        KNOCKING,
        JOINED
    }

    private final Dial dial;
    private final JoinSettings settings;
    private final Consumer<String> people;
    private final Pace pace = new Pace(SHORTEST, LONGEST);
    private final Countdown allocation;

    // Guarded by this object's lock.
    private State state = State.APART;
    private String name = "";
    private String lostBecause = "";
    private ToWorker.Refused refused;
    private Duration patience;
    private Countdown apart;
    private String leaving;
    private boolean now;

    // Used by the thread of run() alone.
    private WorkerHost host;
    private String asked;
    private Connection connection;
    private String said = "";
    private boolean gaveUp;
    private boolean wasJoined;
    private String hopeless = "";
    private Countdown departure;
    private Countdown settling;
    private boolean leftNow;

    /** @param people told, line by line, what becomes of the worker */
    public Joining(Dial dial, JoinSettings settings, Consumer<String> people) {
        this.dial = dial;
        this.settings = settings;
        this.people = people;
        this.patience = settings.patience();
        this.allocation = settings.left().map(Countdown::of).orElse(null);
    }

    /** Returns when the worker has left, or is not wanted. Nothing runs any more then. */
    public End run(WorkerHost worker) throws InterruptedException {
        host = worker;
        asked = worker.name();
        synchronized (this) {
            apart = Countdown.of(patience);
        }
        try {
            while (!hasLeft()) {
                if (knock()) {
                    stay();
                }
                if (isUnwanted()) {
                    return new End(Optional.of("the head does not want this worker: " + refused.reason()));
                } else if (!hopeless.isEmpty()) {
                    return new End(Optional.of(hopeless));
                }
            }
            return new End(Optional.empty());
        } finally {
            host.close();
            hangUp();
        }
    }

    /** Begins to leave; called again with {@code now} trials are not waited for. */
    public synchronized void leave(String reason, boolean atOnce) {
        leaving = leaving == null ? reason : leaving;
        now |= atOnce;
        notifyAll();
    }

    public synchronized boolean isLeaving() {
        return leaving != null;
    }

    @Override
    public synchronized void joined(ToWorker.Welcome welcome) {
        state = State.JOINED;
        name = welcome.worker();
        patience = welcome.patience();
        notifyAll();
    }

    @Override
    public synchronized void refused(ToWorker.Refused with) {
        refused = with;
        notifyAll();
    }

    @Override
    public void leave(ToWorker.Leave leave) {
        leave(leave.reason(), leave.now());
    }

    @Override
    public synchronized void lost(String why) {
        if (state == State.JOINED) {
            apart = Countdown.of(patience);
        }
        state = State.APART;
        lostBecause = why;
        notifyAll();
    }

    /** Looks for the head once, and waits a little if it was in vain; true if it has let the worker in. */
    private boolean knock() throws InterruptedException {
        try {
            Dial.Dialled dialled = dial.connect();
            hangUp();
            connection = dialled.connection();
            synchronized (this) {
                state = State.KNOCKING;
                lostBecause = "";
                refused = null;
            }
            host.join(connection);
            if (isLetIn()) {
                say("Joined the head on " + dialled.head() + " as " + name + ".");
                if (!wasJoined && !name.equals(asked)) {
                    people.accept(
                            "There is a worker " + asked
                                    + " already. If it is on this machine, both give away all that is here: --cpus and --memory divide it.");
                }
                pace.again();
                gaveUp = false;
                wasJoined = true;
                return true;
            }
            hangUp();
            if (!isUnwanted() && !isLeaving()) {
                pause(problem(dialled.head()), refused == null ? pace.next() : settings.refused());
            }
        } catch (ClusterProblem e) {
            // While trials may run it waits nevertheless.
            if (e.isLasting() && !wasJoined) {
                hopeless = e.getMessage();
            } else {
                pause(e.getMessage(), pace.next());
            }
        } catch (IOException e) {
            pause(e.getMessage(), pace.next());
        }
        return false;
    }

    private synchronized String problem(String head) {
        if (refused != null) {
            return "the head on " + head + " does not want this worker now: " + refused.reason();
        }
        return "the head on " + head + " did not answer" + (lostBecause.isEmpty() ? "." : ": " + lostBecause);
    }

    private synchronized boolean isLetIn() throws InterruptedException {
        Countdown limit = Countdown.of(settings.welcome());
        while (state == State.KNOCKING && refused == null && leaving == null && !limit.isOver()) {
            await(limit.left());
        }
        return state == State.JOINED;
    }

    private synchronized boolean isUnwanted() {
        return refused != null && !refused.again();
    }

    /** Waits until the head is lost or the worker may go. */
    private void stay() throws InterruptedException {
        while (isJoined()) {
            if (hasLeft()) {
                return;
            }
            awaitNews();
        }
        hangUp();
        if (!isLeaving()) {
            String why = lostBecause.replaceFirst("\\.$", "");
            say("Lost the head" + (why.isEmpty() ? "" : ": " + why) + "." + (host.isRunning() ? " Trials go on." : "")
                    + " Looking for it.");
        }
    }

    /** While a worker leaves, nobody says when it may go. */
    private synchronized void awaitNews() throws InterruptedException {
        if (leaving != null) {
            await(LOOK);
        } else if (state == State.JOINED) {
            await(allocation == null ? LONG : allocation.left());
        }
    }

    /** Whether it has a head now. */
    public synchronized boolean isJoined() {
        return state == State.JOINED;
    }

    /** While looking for a head all goes on. */
    private void pause(String why, Duration time) throws InterruptedException {
        say("Waiting for a head: " + why);
        Countdown pause = Countdown.of(time);
        while (!pause.isOver() && !hasLeft()) {
            endWithoutHead();
            rest(pause.left().compareTo(LOOK) < 0 ? pause.left() : LOOK);
        }
    }

    private void endWithoutHead() {
        boolean over;
        synchronized (this) {
            over = apart.isOver();
        }
        if (over && !gaveUp) {
            gaveUp = true;
            if (host.isRunning()) {
                people.accept("There has been no head for " + text(patience)
                        + ": trials are asked to end. They go on from their last checkpoints.");
            }
            host.endAll(false);
            if (settings.endsAlone()) {
                leave("there has been no head for " + text(patience), false);
            }
        }
    }

    private static String text(Duration time) {
        return time.toSeconds() % 60 == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    /** Leaves step by step, if it is to leave; whether it is done. */
    private boolean hasLeft() {
        if (allocation != null && allocation.isOver()) {
            leave("its allocation ends", false);
        }
        String reason;
        boolean atOnce;
        synchronized (this) {
            reason = leaving;
            atOnce = now;
        }
        if (reason == null) {
            return false;
        }
        if (departure == null || atOnce && !leftNow) {
            departure = departure == null ? Countdown.of(settings.leaving()) : departure;
            leftNow = atOnce;
            people.accept("Leaving: " + reason + "."
                    + (!host.isRunning() ? "" : atOnce ? " Trials are ended." : " Trials are asked to end."));
            host.leave(reason, atOnce);
        }
        if (host.isIdle() || departure.isOver()) {
            return true;
        } else if (settling == null && !host.isRunning()) {
            settling = Countdown.of(settings.settling());
        }
        return settling != null && settling.isOver();
    }

    private void say(String line) {
        if (!line.equals(said)) {
            said = line;
            people.accept(line);
        }
    }

    private synchronized void rest(Duration time) throws InterruptedException {
        await(time);
    }

    /** Called with the lock. */
    private void await(Duration time) throws InterruptedException {
        wait(Math.max(1, time.toMillis()));
    }

    private void hangUp() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
