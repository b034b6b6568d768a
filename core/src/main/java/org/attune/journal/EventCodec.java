package org.attune.journal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.attune.study.Event;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Events as lines of a journal and back. {@code decode(encode(x))} equals {@code x}; a whole number and a fraction stay what they are. Lines are
 * plain ASCII, with everything else escaped, so text that is no valid Unicode survives as well. Thread-safe.
 */
public final class EventCodec {
    static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private EventCodec() {}

    /**
     * A whole line with its newline.
     *
     * @param synced number of bytes of the journal that were durable before this line was written, for the first line of a batch
     */
    public static byte[] encode(JournalEntry entry, OptionalLong synced) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        seal(body(entry), synced.orElse(-1), line);
        return line.toByteArray();
    }

    /**
     * A line without its newline.
     *
     * @throws IllegalArgumentException if it is not a whole line of a known event
     */
    public static JournalEntry decode(byte[] line) {
        String fault = Line.fault(line, 0, line.length);
        if (fault != null) {
            throw new IllegalArgumentException(fault + ": " + new String(line, StandardCharsets.UTF_8));
        }
        EventFields fields = new EventFields();
        try {
            fields.read(line, 0, line.length);
            return fields.entry();
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /** Ends a line that {@link #body} began. */
    static void seal(byte[] body, long synced, ByteArrayOutputStream out) {
        byte[] text = body;
        if (synced >= 0) {
            byte[] suffix = Line.ascii(",\"synced\":" + synced);
            text = Arrays.copyOf(body, body.length + suffix.length);
            System.arraycopy(suffix, 0, text, body.length, suffix.length);
        }
        out.writeBytes(text);
        out.writeBytes(Line.seal(text, 0, text.length));
        out.write('\n');
    }

    /** The line up to where {@code synced} or the checksum follows. */
    static byte[] body(JournalEntry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeNumberProperty("seq", entry.seq());
            json.writeStringProperty("time", Timestamp.text(entry.time()));
            write(json, entry.event());
            json.writeEndObject();
        }
        return Arrays.copyOf(bytes.toByteArray(), bytes.size() - 1);
    }

    private static void write(JsonGenerator json, Event event) {
        if (event instanceof Event.StudyCreated e) {
            json.writeStringProperty("event", "study_created");
            value(json, "spec", e.spec());
            json.writeStringProperty("version", e.version());
        } else if (event instanceof Event.SpecChanged e) {
            json.writeStringProperty("event", "spec_changed");
            value(json, "spec", e.spec());
        } else if (event instanceof Event.HeadStarted e) {
            json.writeStringProperty("event", "head_started");
            json.writeNumberProperty("epoch", e.epoch());
            json.writeStringProperty("host", e.host());
            json.writeNumberProperty("pid", e.pid());
            e.cluster().ifPresent(id -> json.writeStringProperty("cluster", id));
        } else if (event instanceof Event.HeadStopped e) {
            json.writeStringProperty("event", "head_stopped");
            json.writeNumberProperty("epoch", e.epoch());
            json.writeStringProperty("reason", e.reason());
        } else if (event instanceof Event.TrialCreated e) {
            json.writeStringProperty("event", "trial_created");
            json.writeNumberProperty("trial", e.trial());
            value(json, "config", e.configuration().values());
            json.writeStringProperty("origin", e.origin());
            json.writeNumberProperty("bracket", e.bracket());
        } else if (event instanceof Event.AttemptStarted e) {
            json.writeStringProperty("event", "attempt_started");
            json.writeNumberProperty("trial", e.trial());
            json.writeNumberProperty("attempt", e.attempt());
            json.writeStringProperty("worker", e.worker());
            e.until().ifPresent(step -> json.writeNumberProperty("until", step));
            json.writeNumberProperty("from", e.from());
            e.checkpoint().ifPresent(folder -> json.writeStringProperty("checkpoint", folder));
        } else if (event instanceof Event.AttemptPlaced e) {
            json.writeStringProperty("event", "attempt_placed");
            json.writeNumberProperty("trial", e.trial());
            json.writeNumberProperty("attempt", e.attempt());
            json.writeStringProperty("start", e.placement().start());
            json.writeNumberProperty("pid", e.placement().pid());
            json.writeStringProperty("cpus", e.placement().cpus());
            json.writeStringProperty("gpus", e.placement().gpus());
            json.writeNumberProperty("threads", e.placement().threads());
            if (!e.placement().machine().isEmpty()) {
                json.writeStringProperty("machine", e.placement().machine());
            }
        } else if (event instanceof Event.Reported e) {
            json.writeStringProperty("event", "reported");
            json.writeNumberProperty("trial", e.trial());
            json.writeNumberProperty("attempt", e.attempt());
            json.writeNumberProperty("report", e.report());
            json.writeNumberProperty("step", e.step());
            value(json, "metrics", e.metrics());
            e.checkpoint().ifPresent(folder -> json.writeStringProperty("checkpoint", folder));
        } else if (event instanceof Event.Decided e) {
            json.writeStringProperty("event", "decided");
            json.writeNumberProperty("trial", e.trial());
            json.writeStringProperty("decision", e.verdict().name());
        } else if (event instanceof Event.AttemptEnded e) {
            json.writeStringProperty("event", "attempt_ended");
            json.writeNumberProperty("trial", e.trial());
            json.writeNumberProperty("attempt", e.attempt());
            json.writeStringProperty("cause", e.cause().name());
            if (!e.message().isEmpty()) {
                json.writeStringProperty("message", e.message());
            }
            e.exit().ifPresent(code -> json.writeNumberProperty("exit", code));
        } else if (event instanceof Event.ClockSet e) {
            json.writeStringProperty("event", "clock_set");
            json.writeNumberProperty("millis", e.millis());
        } else if (event instanceof Event.MachineJudged e) {
            json.writeStringProperty("event", "machine_judged");
            json.writeStringProperty("host", e.host());
            json.writeNumberProperty("times", e.times());
            json.writeNumberProperty("millis", e.rest().toMillis());
            json.writeStringProperty("message", e.why());
        } else if (event instanceof Event.StudyEnded e) {
            json.writeStringProperty("event", "study_ended");
            json.writeStringProperty("reason", e.reason());
        } else {
            throw new AssertionError(event);
        }
    }

    private static void value(JsonGenerator json, String name, Object value) {
        json.writeName(name);
        value(json, value);
    }

    private static void value(JsonGenerator json, Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Double number) {
            if (Double.isFinite(number)) {
                json.writeNumber(number);
            } else {
                json.writeString(number.toString());
            }
        } else if (value instanceof Long || value instanceof Integer) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(element -> value(json, element));
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((key, element) -> value(json, (String) key, element));
            json.writeEndObject();
        } else {
            throw new IllegalArgumentException(
                    "a JSON value was expected, but got " + value.getClass().getName() + ": " + value);
        }
    }
}
