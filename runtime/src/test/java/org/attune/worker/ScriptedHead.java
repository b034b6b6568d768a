package org.attune.worker;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.attune.space.Configuration;
import org.attune.study.Verdict;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;
import org.attune.wire.FromClient;
import org.attune.wire.Link;
import org.attune.wire.Piece;
import org.attune.wire.Receiver;
import org.attune.wire.ToClient;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.wire.Visitors;

/** A head that writes down all it hears, welcomes every worker, and otherwise says what a test tells it to. */
public final class ScriptedHead implements Visitors {
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<ToHead> heard = new ArrayList<>();
    private final List<AttemptKey> kill = new ArrayList<>();
    private Link<ToWorker> link;
    private boolean answers = true;
    private boolean forgets = true;
    private boolean takesOutput;
    private long epoch = 1;
    private Duration patience = Duration.ofMinutes(10);
    private Optional<ToWorker> refusal = Optional.empty();

    /** Reports are left unanswered from now on, and ends unforgotten. */
    public synchronized void fallSilent() {
        answers = false;
        forgets = false;
    }

    public synchronized void answerAgain() {
        answers = true;
        forgets = true;
    }

    /** What is printed counts as written down from now on, rather than never. */
    public synchronized void takesOutput() {
        takesOutput = true;
    }

    /** The next one begins, which follows this one. */
    public synchronized void begins(long number) {
        epoch = number;
    }

    /** Loses the worker, as when the network fails. */
    public synchronized void hangUp() {
        link.close("");
    }

    public synchronized void kills(AttemptKey key) {
        kill.add(key);
    }

    public synchronized void hasPatience(Duration duration) {
        patience = duration;
    }

    /** @param with what it says to those who come: that they are refused, or sent home */
    public synchronized void refuses(ToWorker with) {
        refusal = Optional.of(with);
    }

    public synchronized void refusesNobody() {
        refusal = Optional.empty();
    }

    @Override
    public Receiver<ToHead> worker(Link<ToWorker> to) {
        return new Receiver<>() {
            @Override
            public void take(ToHead message) {
                ScriptedHead.this.take(to, message);
            }

            @Override
            public void closed(String why) {}
        };
    }

    private synchronized void take(Link<ToWorker> to, ToHead message) {
        heard.add(message);
        if (message instanceof ToHead.Hello) {
            if (refusal.isPresent()) {
                to.send(refusal.get());
                return;
            }
            link = to;
            to.send(new ToWorker.Welcome("n1", epoch, patience, List.copyOf(kill)));
        } else if (message instanceof ToHead.Output output && takesOutput) {
            to.send(new ToWorker.OutputTaken(output.key(), output.offset() + output.bytes().length));
        } else if (message instanceof ToHead.Happened happened) {
            if (answers && happened.signal() instanceof Signal.Reported report) {
                answer(happened.study(), report);
            } else if (forgets && happened.signal() instanceof Signal.AttemptOver over) {
                order(happened.study(), new Command.Forget(over.trial(), over.attempt()));
            }
        }
    }

    public void answer(String study, Signal.Reported report) {
        order(
                study,
                new Command.Answer(
                        report.trial(), report.attempt(), report.report(), Optional.empty(), OptionalInt.empty()));
    }

    public void answer(String study, Signal.Reported report, Verdict verdict) {
        order(
                study,
                new Command.Answer(
                        report.trial(), report.attempt(), report.report(), Optional.of(verdict), OptionalInt.empty()));
    }

    public void order(String study, Command command) {
        say(new ToWorker.Order(study, command));
    }

    public synchronized void say(ToWorker message) {
        link.send(message);
    }

    public void launch(String study, int trial) {
        say(launch(study, trial, List.of(), Optional.empty()));
    }

    public static ToWorker.Launch launch(String study, int trial, List<String> gpus, Optional<ToWorker.Gang> gang) {
        Command.Start start = new Command.Start(
                trial,
                1,
                "n1",
                new Configuration(Map.of("lr", 0.1)),
                OptionalInt.empty(),
                0,
                Optional.empty(),
                Optional.empty());
        return new ToWorker.Launch(study, start, gpus, gang);
    }

    /** All that was heard, from the first hello. */
    public synchronized List<ToHead> heard() {
        return List.copyOf(heard);
    }

    public synchronized void clear() {
        heard.clear();
    }

    public <M extends ToHead> List<M> heard(Class<M> kind) {
        return heard().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public <S extends Signal> List<S> signals(String study, Class<S> kind) {
        return heard(ToHead.Happened.class).stream()
                .filter(happened -> happened.study().equals(study))
                .map(ToHead.Happened::signal)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Waits for a message, and returns the first. */
    public <M extends ToHead> M await1(Class<M> kind, Predicate<M> which) {
        return await().atMost(LIMIT)
                .until(() -> heard(kind).stream().filter(which).findFirst(), Optional::isPresent)
                .get();
    }

    public <M extends ToHead> M await1(Class<M> kind) {
        return await1(kind, message -> true);
    }

    public <S extends Signal> S awaitSignal(String study, Class<S> kind) {
        return await().atMost(LIMIT)
                .until(() -> signals(study, kind).stream().findFirst(), Optional::isPresent)
                .get();
    }

    public void awaitReports(String study, int count) {
        await().atMost(LIMIT).until(() -> signals(study, Signal.Reported.class).size() >= count);
    }

    @Override
    public Receiver<FromClient> client(Link<ToClient> to) {
        throw new AssertionError("no client is expected");
    }

    @Override
    public Receiver<Piece> carrier(Link<Piece> to) {
        throw new AssertionError("no files are expected");
    }
}
