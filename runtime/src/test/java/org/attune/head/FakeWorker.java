package org.attune.head;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import org.attune.study.Cause;
import org.attune.study.Placement;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;
import org.attune.wire.FromClient;
import org.attune.wire.Grants;
import org.attune.wire.Link;
import org.attune.wire.MemoryLinks;
import org.attune.wire.Piece;
import org.attune.wire.Protocol;
import org.attune.wire.Receiver;
import org.attune.wire.ToClient;
import org.attune.wire.ToHead;
import org.attune.wire.ToWorker;
import org.attune.wire.Visitors;

/** A worker by the rules that runs nothing: what its trials do it is told. */
final class FakeWorker implements Receiver<ToWorker> {

    /** An attempt as a worker knows it. */
    static final class Trial {
        final ToWorker.Launch launch;
        long reports;
        final List<Signal.Reported> unanswered = new ArrayList<>();
        Signal.AttemptOver over;

        Trial(ToWorker.Launch launch) {
            this.launch = launch;
        }
    }

    final Map<AttemptKey, Trial> trials = new LinkedHashMap<>();
    final List<ToWorker> heard = new ArrayList<>();
    final Grants grants;
    String name;
    String boot;
    Optional<String> problem = Optional.empty();
    boolean answersQuestions = true;

    private final Executor executor;
    private MemoryLinks connection;
    private Link<ToHead> link;
    private int connections;
    private boolean isWelcome;
    private boolean wasIn;

    FakeWorker(String name, Grants grants, Executor executor) {
        this.name = name;
        this.boot = name + "-boot";
        this.grants = grants;
        this.executor = executor;
    }

    /** The worker's side of a roster. */
    static Visitors visitors(Roster roster) {
        return new Visitors() {
            @Override
            public Receiver<ToHead> worker(Link<ToWorker> link) {
                return roster.worker(link);
            }

            @Override
            public Receiver<FromClient> client(Link<ToClient> link) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Receiver<Piece> carrier(Link<Piece> link) {
                throw new UnsupportedOperationException();
            }
        };
    }

    boolean isConnected() {
        return link != null;
    }

    void dial(Roster roster) {
        int number = ++connections;
        isWelcome = false;
        connection = new MemoryLinks(visitors(roster), executor);
        link = connection.worker(new Receiver<>() {
            @Override
            public void take(ToWorker message) {
                if (number == connections) {
                    FakeWorker.this.take(message);
                }
            }

            @Override
            public void closed(String why) {
                if (number == connections) {
                    FakeWorker.this.closed(why);
                }
            }
        });
        List<ToHead.Known> known = new ArrayList<>();
        trials.forEach((key, trial) -> known.add(new ToHead.Known(
                key,
                trial.launch.gang().map(ToWorker.Gang::rank).orElse(0),
                trial.over != null,
                Optional.of(placement(trial.launch)))));
        say(new ToHead.Hello(Protocol.VERSION, name, boot, wasIn, grants, known));
    }

    /** Closes its link by its own will. */
    void hangUp() {
        connection.close();
    }

    /** The network fails. */
    void cut() {
        if (link != null) {
            link = null;
            connections++;
            connection.cut();
        }
    }

    /** Its process dies with all that it ran, and another is started. */
    void die(String newBoot) {
        trials.clear();
        wasIn = false;
        boot = newBoot;
        cut();
    }

    /** Before it is welcome it says nothing of what it runs: it will say all of it again, in order. */
    void say(ToHead message) {
        if (link != null && (isWelcome || message instanceof ToHead.Hello)) {
            link.send(message);
        }
    }

    void report(AttemptKey key) {
        Trial trial = trials.get(key);
        long number = ++trial.reports;
        Signal.Reported report = new Signal.Reported(
                key.trial(), key.attempt(), number, (int) number, Map.of("loss", 1.0), Optional.empty());
        trial.unanswered.add(report);
        say(new ToHead.Happened(key.study(), report));
    }

    void end(AttemptKey key, Cause cause) {
        end(key, cause, "");
    }

    void end(AttemptKey key, Cause cause, String message) {
        Trial trial = trials.get(key);
        if (trial.over == null) {
            trial.over = new Signal.AttemptOver(key.trial(), key.attempt(), cause, message, OptionalInt.empty());
            say(new ToHead.Happened(key.study(), trial.over));
        }
    }

    @Override
    public void take(ToWorker message) {
        heard.add(message);
        if (message instanceof ToWorker.Welcome welcome) {
            name = welcome.worker();
            isWelcome = true;
            wasIn = true;
            welcome.kill().forEach(trials::remove);
            trials.forEach((key, trial) -> sayAgain(key, trial));
        } else if (message instanceof ToWorker.Prepare prepare) {
            say(new ToHead.Prepared(prepare.study().id(), problem));
        } else if (message instanceof ToWorker.Launch launch) {
            AttemptKey key = new AttemptKey(
                    launch.study(), launch.start().trial(), launch.start().attempt());
            if (!trials.containsKey(key)) {
                trials.put(key, new Trial(launch));
                say(new ToHead.Happened(key.study(), placed(key, trials.get(key))));
            }
        } else if (message instanceof ToWorker.Ask ask && answersQuestions) {
            say(new ToHead.Answer(ask.id(), Optional.of("4711"), Optional.empty()));
        } else if (message instanceof ToWorker.Order order) {
            take(order.study(), order.command());
        }
    }

    private void take(String study, Command command) {
        if (command instanceof Command.Answer answer) {
            Trial trial = trials.get(new AttemptKey(study, answer.trial(), answer.attempt()));
            if (trial != null) {
                trial.unanswered.removeIf(report -> report.report() <= answer.report());
            }
        } else if (command instanceof Command.End end) {
            AttemptKey key = new AttemptKey(study, end.trial(), end.attempt());
            if (trials.containsKey(key)) {
                end(key, Cause.PREEMPTED);
            }
        } else if (command instanceof Command.Forget forget) {
            trials.remove(new AttemptKey(study, forget.trial(), forget.attempt()));
        }
    }

    @Override
    public void closed(String why) {
        link = null;
    }

    private void sayAgain(AttemptKey key, Trial trial) {
        say(new ToHead.Happened(key.study(), placed(key, trial)));
        trial.unanswered.forEach(report -> say(new ToHead.Happened(key.study(), report)));
        if (trial.over != null) {
            say(new ToHead.Happened(key.study(), trial.over));
        }
    }

    private static Signal.Placed placed(AttemptKey key, Trial trial) {
        return new Signal.Placed(key.trial(), key.attempt(), placement(trial.launch));
    }

    private static Placement placement(ToWorker.Launch launch) {
        return new Placement("fresh", 1, "", String.join(",", launch.gpus()), 0);
    }
}
