package org.attune.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.attune.space.Configuration;
import org.attune.study.Cause;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;

/** What drives a study, as its runner sees it: it checks that the runner keeps its promises, and settles what it heard when it is told to. */
final class FakeTuner {
    record Key(int trial, int attempt) {}

    final Map<Key, String> running = new LinkedHashMap<>();
    final Map<Key, Signal.AttemptOver> ends = new HashMap<>();
    final List<Signal> signals = new ArrayList<>();
    private final Set<Key> began = new HashSet<>();
    private final Map<Key, Long> reports = new HashMap<>();
    private final List<Command> unsettled = new ArrayList<>();
    private ClusterRunner runner;
    private int trials;
    private boolean roomCame;

    void drive(ClusterRunner first) {
        runner = first;
        unsettled.clear();
        runner.open(signal -> {
            if (runner == first) {
                take(signal);
            }
        });
        List.copyOf(running.entrySet())
                .forEach(one -> runner.execute(new Command.Expect(
                        one.getKey().trial, one.getKey().attempt, one.getValue(), began.contains(one.getKey()))));
    }

    Optional<Key> start() {
        Optional<String> place = runner.reserve();
        place.ifPresent(name -> start(new Key(trials++, 1), name));
        return place.map(name -> new Key(trials - 1, 1));
    }

    void start(Key key, String place) {
        running.put(key, place);
        runner.execute(new Command.Start(
                key.trial,
                key.attempt,
                place,
                new Configuration(Map.of("lr", 0.1)),
                OptionalInt.empty(),
                0,
                Optional.empty(),
                Optional.empty()));
    }

    void reserveInVain() {
        runner.reserve().ifPresent(runner::release);
    }

    void end(Key key, boolean now) {
        runner.execute(new Command.End(key.trial, key.attempt, now));
    }

    /** The first of what was heard has become durable. */
    boolean settleOne() {
        if (unsettled.isEmpty()) {
            return false;
        }
        runner.execute(unsettled.remove(0));
        return true;
    }

    void settleAll() {
        boolean more = true;
        while (more) {
            more = settleOne();
        }
    }

    boolean roomCame() {
        boolean came = roomCame;
        roomCame = false;
        return came;
    }

    Signal.AttemptOver end(int trial) {
        return ends.get(new Key(trial, 1));
    }

    long reports(int trial) {
        return reports.getOrDefault(new Key(trial, 1), 0L);
    }

    private void take(Signal signal) {
        signals.add(signal);
        if (signal instanceof Signal.Reported report) {
            Key key = new Key(report.trial(), report.attempt());
            long before = reports.getOrDefault(key, 0L);
            assertThat(ends).as("report %s of an attempt that is over", report).doesNotContainKey(key);
            assertThat(report.report()).as("no report is left out: %s", report).isLessThanOrEqualTo(before + 1);
            reports.put(key, Math.max(before, report.report()));
            unsettled.add(new Command.Answer(
                    report.trial(), report.attempt(), report.report(), Optional.empty(), OptionalInt.empty()));
        } else if (signal instanceof Signal.AttemptOver over) {
            Key key = new Key(over.trial(), over.attempt());
            assertThat(ends).as("a second end: %s", over).doesNotContainKey(key);
            assertThat(running)
                    .as("the end of something that was not started: %s", over)
                    .containsKey(key);
            ends.put(key, over);
            runner.release(running.remove(key));
            unsettled.add(new Command.Forget(over.trial(), over.attempt()));
        } else if (signal instanceof Signal.Placed placed) {
            assertThat(ends).doesNotContainKey(new Key(placed.trial(), placed.attempt()));
            began.add(new Key(placed.trial(), placed.attempt()));
        } else if (signal instanceof Signal.Room) {
            roomCame = true;
        }
    }

    boolean isLost(Key key) {
        return ends.get(key).cause() == Cause.NODE_LOST;
    }
}
