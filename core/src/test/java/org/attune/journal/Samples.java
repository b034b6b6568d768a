package org.attune.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.attune.space.Configuration;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Placement;
import org.attune.study.Verdict;

/** Events and journals to test with. */
public final class Samples {
    public static final Instant TIME = Instant.parse("2026-11-24T20:16:40.123Z");

    private Samples() {}

    /** Every kind of event, with every optional field present and absent, and values that are easily lost. */
    public static List<Event> everyKind() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("whole", 1L);
        values.put("fraction", 1.0);
        values.put("small", 1.2345678901234567e-300);
        values.put("negative zero", -0.0);
        values.put("text", "a \"quoted\"\nline, ä, \uD83D\uDE00 and half a pair \uD800");
        values.put("nothing", null);
        values.put("flag", true);
        values.put("list", List.of(1L, 1.0, "1", Map.of("deep", List.of())));
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", 1.0);
        metrics.put("nan", Double.NaN);
        metrics.put("up", Double.POSITIVE_INFINITY);
        metrics.put("down", Double.NEGATIVE_INFINITY);
        metrics.put("zero", -0.0);
        return List.of(
                new Event.StudyCreated(spec(), "0.1.0"),
                new Event.SpecChanged(spec()),
                new Event.HeadStarted(1, "node17", 4711),
                new Event.HeadStarted(2, "node17", 4712, Optional.of("c1")),
                new Event.TrialCreated(0, new Configuration(values), "initial", 3),
                new Event.AttemptStarted(0, 1, "local", OptionalInt.of(9), 0, Optional.empty()),
                new Event.Reported(0, 1, 1, 1, metrics, Optional.of("checkpoints/0/1")),
                new Event.Reported(0, 1, 2, 2, Map.of(), Optional.empty()),
                new Event.Decided(0, Verdict.PAUSE),
                new Event.Decided(0, Verdict.RETRY),
                new Event.AttemptEnded(0, 1, Cause.PAUSED, "", OptionalInt.of(0)),
                new Event.AttemptPlaced(0, 1, new Placement("fork", 4711, "0,1", "GPU-1", 2)),
                new Event.AttemptPlaced(0, 1, new Placement("fork", 4711, "0,1", "GPU-1", 2).on("Xeon, H100")),
                new Event.AttemptStarted(0, 2, "local", OptionalInt.empty(), 1, Optional.of("checkpoints/0/1")),
                new Event.AttemptEnded(0, 2, Cause.ERROR, "ValueError: no", OptionalInt.empty()),
                new Event.ClockSet(-3_600_000),
                new Event.MachineJudged("n1", 2, Duration.ofMinutes(20), "trials 3 and 5 failed there at once"),
                new Event.MachineJudged("n1", 0, Duration.ZERO, "trial 6 failed in the same way on n2"),
                new Event.StudyEnded("failures"),
                new Event.HeadStopped(1, "ended"));
    }

    public static Map<String, Object> spec() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("study", "cgconv");
        spec.put("objective", Map.of("metric", "loss", "mode", "min"));
        spec.put("trials", 4L);
        return spec;
    }

    /** A report that tells its own number. */
    public static Event report(int number) {
        return new Event.Reported(0, 1, number, number, Map.of("loss", (double) number), Optional.empty());
    }

    /** The events that {@link #report} can follow. */
    public static List<Event> started() {
        return List.of(
                new Event.StudyCreated(spec(), "0.1.0"),
                new Event.HeadStarted(1, "node17", 4711),
                new Event.TrialCreated(0, new Configuration(Map.of("lr", 0.001)), "sampler", 0),
                new Event.AttemptStarted(0, 1, "local", OptionalInt.empty(), 0, Optional.empty()));
    }

    /** Appends events and waits until they are durable. */
    public static void append(Journal journal, List<? extends Event> events) throws InterruptedException {
        CountDownLatch durable = new CountDownLatch(1);
        journal.append(TIME, events, durable::countDown);
        durable.await();
    }

    /** A journal as a writer makes it, of three batches and two heads, with every kind of event in it. */
    static byte[] real(Path folder) throws Exception {
        try (Journal journal = Journal.open(folder, false, entry -> {})) {
            append(journal, started());
            append(journal, everyKind());
        }
        try (Journal journal = Journal.open(folder, false, entry -> {})) {
            append(journal, List.of(new Event.HeadStarted(2, "node18", 12), report(3), report(4)));
        }
        return Files.readAllBytes(folder.resolve(Journal.FILE));
    }

    static List<JournalEntry> read(Path journal) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        JournalReader.read(journal, entries::add);
        return entries;
    }
}
