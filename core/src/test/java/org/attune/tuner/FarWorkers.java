package org.attune.tuner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.attune.study.Cause;
import org.attune.study.Placement;

/**
 * Workers that outlive heads, links and their own losses: what they are told may get lost, what they tell they tell until it is settled, and one that was thought lost runs on. Each
 * {@link #runner} is a head's view of them.
 */
final class FarWorkers {
    private record Key(int trial, int attempt) {}

    private static final class Running {
        private final String worker;
        private int step;
        private long report;
        private boolean waits;
        private boolean ending;
        private boolean lost;
        private Optional<Cause> over = Optional.empty();

        private Running(String worker, int step) {
            this.worker = worker;
            this.step = step;
        }
    }

    private static final Placement PLACEMENT = new Placement("fresh", 4711, "", "", 1);
    private static final int LAST_STEP = 9;

    private final RandomGenerator random;
    private final int places;
    private final double chanceOfLoss;
    private final Map<Key, Running> attempts = new LinkedHashMap<>();
    private Head head;
    private int heads;

    FarWorkers(RandomGenerator random, int places, double chanceOfLoss) {
        this.random = random;
        this.places = places;
        this.chanceOfLoss = chanceOfLoss;
    }

    /** Does one thing somewhere; false if nothing new came of it. Only what is new can go wrong, so that a slow head loses no more than a quick one. */
    synchronized boolean act() {
        if (head == null || attempts.isEmpty()) {
            return false;
        }
        List<Key> keys = List.copyOf(attempts.keySet());
        Key key = keys.get(random.nextInt(keys.size()));
        Running running = attempts.get(key);
        if (running.over.isPresent()) {
            head.signals.accept(over(key, running.over.get()));
            return false;
        }
        if (running.waits) {
            tell(key, running);
            return false;
        }
        if (random.nextDouble() < chanceOfLoss) {
            head.signals.accept(new Signal.Broken("the head dies"));
            head = null;
            return false;
        }
        if (random.nextDouble() < chanceOfLoss) {
            lose(running.worker);
        } else if (running.ending || running.step == LAST_STEP) {
            running.over = Optional.of(running.ending ? Cause.CANCELLED : Cause.FINISHED);
            head.signals.accept(over(key, running.over.get()));
        } else {
            running.step++;
            running.report++;
            running.waits = true;
            tell(key, running);
        }
        return true;
    }

    synchronized int heads() {
        return heads;
    }

    /** Whether something runs that no head gave up. */
    synchronized boolean isAtWork() {
        return attempts.values().stream().anyMatch(running -> !running.lost && running.over.isEmpty());
    }

    TrialRunner runner() {
        return new Head();
    }

    /** The head thinks so; in truth it runs on. */
    private void lose(String worker) {
        attempts.forEach((key, running) -> {
            if (running.worker.equals(worker) && running.over.isEmpty()) {
                running.lost = true;
                head.signals.accept(over(key, Cause.NODE_LOST));
            }
        });
    }

    private void tell(Key key, Running running) {
        head.signals.accept(new Signal.Placed(key.trial, key.attempt, PLACEMENT));
        head.signals.accept(new Signal.Reported(
                key.trial,
                key.attempt,
                running.report,
                running.step,
                Map.of("loss", 1.0 / (running.step + key.trial)),
                Optional.of("checkpoints/" + key.trial + "/" + running.step)));
    }

    private static Signal.AttemptOver over(Key key, Cause cause) {
        return new Signal.AttemptOver(key.trial, key.attempt, cause, "", OptionalInt.empty());
    }

    private final class Head implements TrialRunner {
        private final List<String> taken = new ArrayList<>();
        private Consumer<Signal> signals;

        @Override
        public void open(Consumer<Signal> listener) {
            synchronized (FarWorkers.this) {
                signals = listener;
                head = this;
                heads++;
            }
        }

        @Override
        public Capacity capacity() {
            return new Capacity(places, "the test");
        }

        @Override
        public Optional<String> reserve() {
            synchronized (FarWorkers.this) {
                if (taken.size() >= places) {
                    return Optional.empty();
                }
                taken.add("n" + random.nextInt(3));
                return Optional.of(taken.get(taken.size() - 1));
            }
        }

        @Override
        public void release(String worker) {
            synchronized (FarWorkers.this) {
                if (!taken.remove(worker)) {
                    throw new IllegalStateException("no place was held at " + worker);
                }
            }
        }

        @Override
        public void execute(Command command) {
            synchronized (FarWorkers.this) {
                if (command instanceof Command.Expect expect) {
                    taken.add(expect.worker());
                }
                if (head == this) {
                    take(command);
                }
            }
        }

        private void take(Command command) {
            if (command instanceof Command.Start start) {
                attempts.put(new Key(start.trial(), start.attempt()), new Running(start.worker(), start.from()));
            } else if (command instanceof Command.Expect expect) {
                Key key = new Key(expect.trial(), expect.attempt());
                if (!attempts.containsKey(key)) {
                    signals.accept(over(key, Cause.NODE_LOST));
                }
            } else if (command instanceof Command.Answer answer && random.nextInt(4) > 0) {
                find(answer.trial(), answer.attempt())
                        .filter(running -> running.report == answer.report())
                        .ifPresent(running -> {
                            running.waits = false;
                            running.ending = answer.verdict().isPresent();
                        });
            } else if (command instanceof Command.End end) {
                find(end.trial(), end.attempt()).ifPresent(running -> {
                    running.waits = false;
                    running.ending = true;
                });
            } else if (command instanceof Command.Forget forget) {
                attempts.remove(new Key(forget.trial(), forget.attempt()));
            }
        }

        private Optional<Running> find(int trial, int attempt) {
            return Optional.ofNullable(attempts.get(new Key(trial, attempt)));
        }

        @Override
        public void close() {
            synchronized (FarWorkers.this) {
                head = head == this ? null : head;
            }
        }
    }
}
