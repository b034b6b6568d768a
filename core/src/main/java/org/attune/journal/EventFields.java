package org.attune.journal;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.space.Configuration;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Placement;
import org.attune.study.Verdict;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * The fields of one line. Binding by hand, since a journal of a million lines is read at every start. One instance serves one line after the
 * other on one thread. Fields that are not known are passed over; an event that is not known is not.
 */
final class EventFields {
    private static final long ABSENT = Long.MIN_VALUE;

    private final Map<String, String> words = new HashMap<>();

    private String event;
    private String time;
    private long seq;
    private long synced;
    private long trial;
    private long attempt;
    private long report;
    private long step;
    private long until;
    private long from;
    private long bracket;
    private long epoch;
    private long pid;
    private long exit;
    private long millis;
    private long times;
    private long threads;
    private String worker = "";
    private boolean hasWorker;
    private String checkpoint;
    private String origin;
    private String decision;
    private String cause;
    private String message;
    private String host;
    private String cluster;
    private String start;
    private String cpus;
    private String gpus;
    private String machine;
    private String reason;
    private String version;
    private Map<String, Object> spec;
    private Map<String, Object> config;
    private Map<String, Double> metrics;

    /** Reads a line; what is wrong with its JSON is thrown as a {@code JacksonException} or an {@code IllegalArgumentException}. */
    void read(byte[] bytes, int offset, int length) {
        clear();
        try (JsonParser json = EventCodec.JSON.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("the line is no JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken token = json.nextToken();
                read(json, name, token);
            }
        }
    }

    /** Number of bytes known to be durable when the line was written, -1 if it does not say. */
    long synced() {
        return synced == ABSENT ? -1 : synced;
    }

    /**
     * The line as an entry.
     *
     * @throws UnknownWordException if it says something that this version has no word for
     * @throws IllegalArgumentException if a field is absent or out of range
     */
    JournalEntry entry() {
        try {
            return new JournalEntry(need(seq, "seq"), Timestamp.parse(need(time, "time")), build());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Event build() {
        return switch (need(event, "event")) {
            case "study_created" -> new Event.StudyCreated(need(spec, "spec"), need(version, "version"));
            case "spec_changed" -> new Event.SpecChanged(need(spec, "spec"));
            case "head_started" ->
                new Event.HeadStarted(
                        need(epoch, "epoch"), need(host, "host"), need(pid, "pid"), Optional.ofNullable(cluster));
            case "head_stopped" -> new Event.HeadStopped(need(epoch, "epoch"), need(reason, "reason"));
            case "trial_created" ->
                new Event.TrialCreated(
                        integer(trial, "trial"),
                        new Configuration(need(config, "config")),
                        need(origin, "origin"),
                        integer(bracket, "bracket"));
            case "attempt_started" ->
                new Event.AttemptStarted(
                        integer(trial, "trial"),
                        integer(attempt, "attempt"),
                        need(hasWorker ? worker : null, "worker"),
                        optional(until, "until"),
                        integer(from, "from"),
                        Optional.ofNullable(checkpoint));
            case "attempt_placed" ->
                new Event.AttemptPlaced(integer(trial, "trial"), integer(attempt, "attempt"), placement());
            case "reported" ->
                new Event.Reported(
                        integer(trial, "trial"),
                        integer(attempt, "attempt"),
                        need(report, "report"),
                        integer(step, "step"),
                        need(metrics, "metrics"),
                        Optional.ofNullable(checkpoint));
            case "decided" -> new Event.Decided(integer(trial, "trial"), word(Verdict.class, decision, "decision"));
            case "attempt_ended" ->
                new Event.AttemptEnded(
                        integer(trial, "trial"),
                        integer(attempt, "attempt"),
                        word(Cause.class, cause, "cause"),
                        message == null ? "" : message,
                        optional(exit, "exit"));
            case "clock_set" -> new Event.ClockSet(need(millis, "millis"));
            case "machine_judged" ->
                new Event.MachineJudged(
                        need(host, "host"),
                        integer(times, "times"),
                        Duration.ofMillis(need(millis, "millis")),
                        need(message, "message"));
            case "study_ended" -> new Event.StudyEnded(need(reason, "reason"));
            default -> throw new UnknownWordException("the event '" + event + "'");
        };
    }

    private void read(JsonParser json, String name, JsonToken token) {
        switch (name) {
            case "event" -> event = text(json, token);
            case "time" -> time = text(json, token);
            case "seq" -> seq = number(json, token);
            case "synced" -> synced = number(json, token);
            case "trial" -> trial = number(json, token);
            case "attempt" -> attempt = number(json, token);
            case "report" -> report = number(json, token);
            case "step" -> step = number(json, token);
            case "until" -> until = number(json, token);
            case "from" -> from = number(json, token);
            case "bracket" -> bracket = number(json, token);
            case "epoch" -> epoch = number(json, token);
            case "pid" -> pid = number(json, token);
            case "exit" -> exit = number(json, token);
            case "millis" -> millis = number(json, token);
            case "times" -> times = number(json, token);
            case "threads" -> threads = number(json, token);
            case "start" -> start = shared(text(json, token));
            case "cpus" -> cpus = shared(text(json, token));
            case "machine" -> machine = shared(text(json, token));
            case "gpus" -> gpus = shared(text(json, token));
            case "worker" -> {
                hasWorker = true;
                worker = shared(text(json, token));
            }
            case "checkpoint" -> checkpoint = text(json, token);
            case "origin" -> origin = text(json, token);
            case "decision" -> decision = text(json, token);
            case "cause" -> cause = text(json, token);
            case "message" -> message = text(json, token);
            case "host" -> host = text(json, token);
            case "cluster" -> cluster = text(json, token);
            case "reason" -> reason = text(json, token);
            case "version" -> version = text(json, token);
            case "spec" -> spec = object(json, token);
            case "config" -> config = object(json, token);
            case "metrics" -> metrics = metrics(json, token);
            default -> json.skipChildren();
        }
    }

    private Placement placement() {
        return new Placement(
                need(start, "start"),
                need(pid, "pid"),
                need(cpus, "cpus"),
                need(gpus, "gpus"),
                integer(threads, "threads"),
                machine);
    }

    /** A hundred thousand attempts mostly share a few words. */
    private String shared(String word) {
        return words.computeIfAbsent(word, same -> same);
    }

    private static String text(JsonParser json, JsonToken token) {
        expect(json, token == JsonToken.VALUE_STRING, "a text");
        return json.getString();
    }

    private static long number(JsonParser json, JsonToken token) {
        expect(json, token == JsonToken.VALUE_NUMBER_INT, "a whole number");
        return json.getLongValue();
    }

    private static Map<String, Double> metrics(JsonParser json, JsonToken token) {
        expect(json, token == JsonToken.START_OBJECT, "an object");
        Map<String, Double> map = new LinkedHashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                map.put(name, Double.valueOf(json.getString()));
            } else {
                expect(json, value.isNumeric(), "a number");
                map.put(name, json.getDoubleValue());
            }
        }
        return map;
    }

    private static Map<String, Object> object(JsonParser json, JsonToken token) {
        expect(json, token == JsonToken.START_OBJECT, "an object");
        Map<String, Object> map = new LinkedHashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            map.put(name, value(json, json.nextToken()));
        }
        return map;
    }

    private static Object value(JsonParser json, JsonToken token) {
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case START_OBJECT -> object(json, token);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                    list.add(value(json, next));
                }
                yield list;
            }
            default -> throw new IllegalArgumentException("a JSON value was expected, but got " + token);
        };
    }

    private static void expect(JsonParser json, boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("'" + json.currentName() + "' should be " + what);
        }
    }

    private static <T> T need(T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("the event has no '" + name + "'");
        }
        return value;
    }

    private static long need(long value, String name) {
        if (value == ABSENT) {
            throw new IllegalArgumentException("the event has no '" + name + "'");
        }
        return value;
    }

    private static int integer(long value, String name) {
        if (need(value, name) != (int) value) {
            throw new IllegalArgumentException("'" + name + "' is out of range: " + value);
        }
        return (int) value;
    }

    private static OptionalInt optional(long value, String name) {
        return value == ABSENT ? OptionalInt.empty() : OptionalInt.of(integer(value, name));
    }

    private void clear() {
        seq = synced = trial = attempt =
                report = step = until = from = bracket = epoch = pid = exit = millis = times = threads = ABSENT;
        event = time = checkpoint =
                origin = decision = cause = message = host = cluster = start = cpus = gpus = reason = version = null;
        machine = "";
        hasWorker = false;
        spec = config = null;
        metrics = null;
    }

    private static <E extends Enum<E>> E word(Class<E> type, String text, String name) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(need(text, name))) {
                return constant;
            }
        }
        throw new UnknownWordException("the " + name + " '" + text + "'");
    }

    /** A whole line that says something this version has no word for. */
    static final class UnknownWordException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnknownWordException(String word) {
            super(word);
        }
    }
}
