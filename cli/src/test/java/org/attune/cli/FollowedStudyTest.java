package org.attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.attune.analysis.StudyState;
import org.attune.cli.live.Progress;
import org.attune.journal.EventCodec;
import org.attune.journal.JournalEntry;
import org.attune.space.Configuration;
import org.attune.study.Cause;
import org.attune.study.Event;
import org.attune.study.Study;
import org.attune.tuner.Outcome;
import org.attune.wire.ToClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client makes of what a head tells. */
class FollowedStudyTest {
    private static final List<Event> EVENTS = List.of(
            new Event.StudyCreated(spec(), "0.1.0"),
            new Event.HeadStarted(1, "node17", 4711, Optional.of("c1")),
            new Event.TrialCreated(0, new Configuration(Map.of("lr", 0.1)), "sampler", 0),
            new Event.AttemptStarted(0, 1, "n1", OptionalInt.empty(), 0, Optional.empty()),
            new Event.Reported(0, 1, 1, 1, Map.of("loss", 0.5), Optional.empty()),
            new Event.AttemptEnded(0, 1, Cause.FINISHED, "", OptionalInt.of(0)),
            new Event.StudyEnded("trials"),
            new Event.HeadStopped(1, "trials"));

    private final List<String> told = new ArrayList<>();
    private final FollowedStudy followed = new FollowedStudy(
            new Progress() {
                @Override
                public void changed(Study study, List<Event> events) {
                    told.add(events.isEmpty() ? "as it stands" : String.valueOf(EVENTS.indexOf(events.get(0)) + 1));
                }

                @Override
                public void rests(int trial, Duration pause) {
                    told.add("trial " + trial + " rests " + pause.toMillis());
                }

                @Override
                public void say(String line) {
                    told.add(line);
                }

                @Override
                public void waits(String what) {
                    told.add("waits for " + what);
                }

                @Override
                public void notice(String text) {}

                @Override
                public void close() {}
            },
            number -> told.add(number + " slots"));

    private static Map<String, Object> spec() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("study", "cgconv");
        spec.put("objective", Map.of("metric", "loss", "mode", "min"));
        spec.put("trials", 1L);
        return spec;
    }

    private static byte[] line(int seq) {
        JournalEntry entry = new JournalEntry(seq, Instant.EPOCH.plusSeconds(seq), EVENTS.get(seq - 1));
        byte[] line = EventCodec.encode(entry, OptionalLong.empty());
        return Arrays.copyOf(line, line.length - 1);
    }

    private void events(int from, int to) {
        List<byte[]> lines = new ArrayList<>();
        for (int seq = from; seq <= to; seq++) {
            lines.add(line(seq));
        }
        followed.take(new ToClient.Events(1, lines));
    }

    private void part(Map<String, Object> value) {
        followed.take(new ToClient.Part(1, value));
    }

    @Test
    void whatItWaitsForIsShown() {
        part(Map.of("results", "/results/cgconv", "slots", 0, "waits", "a worker"));
        assertThat(told).containsExactly("waits for a worker");
    }

    @Test
    void whatHappenedBeforeIsShownAsItStandsAndTheRestAsItHappens() {
        part(Map.of("results", "/results/cgconv", "slots", 2));
        events(1, 4);
        part(Map.of("live", true));
        part(Map.of("rests", 0, "seconds", 2.0));
        events(5, 6);
        assertThat(told).containsExactly("2 slots", "as it stands", "trial 0 rests 2000", "5", "6");
        assertThat(followed.study().study().trial(0).step()).isEqualTo(1);
        assertThat(followed.where()).isEqualTo("in /results/cgconv on node17");
    }

    @Test
    void aNewStudyIsShownFromItsFirstEvent() {
        part(Map.of("results", "/results/cgconv", "slots", 0));
        part(Map.of("live", true));
        events(1, 3);
        assertThat(told).containsExactly("1", "2", "3");
    }

    @Test
    void whatTheNextHeadTellsAgainCountsOnce() {
        part(Map.of("results", "/results/cgconv"));
        part(Map.of("live", true));
        events(1, 5);
        told.clear();
        part(Map.of("results", "/results/cgconv"));
        events(1, 6);
        part(Map.of("live", true));
        events(7, 8);
        part(Map.of("outcome", "TRIALS", "before", false));
        assertThat(told).containsExactly("6", "7", "8");
        assertThat(followed.study().study().trial(0).reports()).hasSize(1);
        assertThat(followed.study().state()).isEqualTo(StudyState.COMPLETED);
        assertThat(followed.outcome()).isEqualTo(Outcome.TRIALS);
        assertThat(followed.begun()).isNotDone();
    }

    @Test
    void aNoticeThatIsToldAgainIsShownOnce() {
        part(Map.of("line", "n1 was lost", "series", "first", "number", 1L));
        part(Map.of("line", "it is back", "series", "first", "number", 2L));
        part(Map.of("line", "n1 was lost", "series", "first", "number", 1L));
        part(Map.of("line", "it is back", "series", "first", "number", 2L));
        part(Map.of("line", "n2 was lost", "series", "next head", "number", 1L));
        part(Map.of("began", true));
        assertThat(told).containsExactly("n1 was lost", "it is back", "n2 was lost");
        assertThat(followed.begun()).isDone();
    }

    @Test
    void aFolderOfTheSamePathIsTheStudysOnlyIfItHoldsThatStudy(@TempDir Path folder) throws Exception {
        part(Map.of("results", folder.toString()));
        events(1, 2);
        assertThat(followed.visible()).isEmpty();
        Path journal = folder.resolve("journal.jsonl");
        Files.writeString(journal, "header\nanother study\n");
        assertThat(followed.visible()).isEmpty();
        Files.writeString(journal, "header\n" + new String(line(1), "UTF-8") + "\n");
        assertThat(followed.visible()).contains(folder);
    }
}
