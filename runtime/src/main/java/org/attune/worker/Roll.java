package org.attune.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.study.Placement;
import org.attune.tuner.Command;
import org.attune.tuner.Signal;
import org.attune.wire.AttemptKey;
import org.attune.wire.ToHead;

/** The attempts that a worker knows, and what the head has not settled of them. Used under one lock. */
final class Roll {

    /** An attempt. */
    static final class Entry {
        private final AttemptKey key;
        private final int rank;
        private final HostedStudy study;
        private final Deque<Signal.Reported> reports = new ArrayDeque<>();
        private Signal.Placed placed;
        private Signal.AttemptOver over;
        private boolean wanted = true;

        private Entry(AttemptKey key, int rank, HostedStudy study) {
            this.key = key;
            this.rank = rank;
            this.study = study;
        }

        AttemptKey key() {
            return key;
        }

        /** Whose trial it is. */
        HostedStudy study() {
            return study;
        }

        boolean isOver() {
            return over != null;
        }

        private Optional<Placement> placement() {
            return Optional.ofNullable(placed).map(Signal.Placed::placement);
        }

        private List<Signal> unsettled() {
            List<Signal> signals = new ArrayList<>();
            if (placed != null) {
                signals.add(placed);
            }
            signals.addAll(reports);
            if (over != null) {
                signals.add(over);
            }
            return signals;
        }
    }

    private final Map<AttemptKey, Entry> entries = new LinkedHashMap<>();

    /** Whom a signal is about. */
    static AttemptKey key(String study, Signal signal) {
        if (signal instanceof Signal.Placed placed) {
            return new AttemptKey(study, placed.trial(), placed.attempt());
        } else if (signal instanceof Signal.Reported report) {
            return new AttemptKey(study, report.trial(), report.attempt());
        } else if (signal instanceof Signal.AttemptOver over) {
            return new AttemptKey(study, over.trial(), over.attempt());
        }
        throw new IllegalArgumentException(signal + " is not of an attempt");
    }

    /**
     * @param rank of the part that is here
     * @return whether it was not known before
     */
    boolean add(AttemptKey key, int rank, HostedStudy study) {
        return entries.putIfAbsent(key, new Entry(key, rank, study)) == null;
    }

    Optional<Entry> find(AttemptKey key) {
        return Optional.ofNullable(entries.get(key));
    }

    Collection<Entry> all() {
        return List.copyOf(entries.values());
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * Keeps what happened until it is settled.
     *
     * @return whether the head is to be told: nothing is told of attempts that it does not want, nor after the end
     */
    boolean keep(AttemptKey key, Signal signal) {
        Entry entry = entries.get(key);
        if (entry == null || entry.isOver()) {
            return false;
        } else if (signal instanceof Signal.Placed placed) {
            entry.placed = placed;
        } else if (signal instanceof Signal.Reported report) {
            entry.reports.add(report);
        } else if (signal instanceof Signal.AttemptOver over) {
            entry.over = over;
            if (!entry.wanted) {
                entries.remove(key);
            }
        }
        return entry.wanted;
    }

    /** @return whether the report was waiting for an answer, and this is the first */
    boolean settle(AttemptKey key, Command.Answer answer) {
        Entry entry = entries.get(key);
        return entry != null && entry.reports.removeIf(report -> report.report() == answer.report());
    }

    /**
     * The head wants to hear nothing more of an attempt.
     *
     * @return the attempt if it still runs, and so is to be ended
     */
    Optional<Entry> forget(AttemptKey key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        } else if (entry.isOver()) {
            entries.remove(key);
            return Optional.empty();
        }
        entry.wanted = false;
        return Optional.of(entry);
    }

    /** What the head is to be told of first. */
    List<ToHead.Known> known() {
        return entries.values().stream()
                .filter(entry -> entry.wanted)
                .map(entry -> new ToHead.Known(entry.key, entry.rank, entry.isOver(), entry.placement()))
                .toList();
    }

    /** All that is not settled, for each attempt in order. */
    List<ToHead> unsettled() {
        List<ToHead> messages = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.wanted) {
                entry.unsettled().forEach(signal -> messages.add(new ToHead.Happened(entry.key.study(), signal)));
            }
        }
        return messages;
    }

    Optional<Placement> placement(AttemptKey key) {
        return find(key).filter(entry -> !entry.isOver()).flatMap(Entry::placement);
    }
}
