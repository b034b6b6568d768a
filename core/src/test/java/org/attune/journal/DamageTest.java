package org.attune.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.attune.study.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cut or a changed byte, anywhere, comes to. */
class DamageTest {
    @TempDir
    Path folder;

    private byte[] journal;
    private List<JournalEntry> all;

    @BeforeEach
    void writeOne() throws Exception {
        journal = Samples.real(folder);
        all = Samples.read(folder.resolve(Journal.FILE));
    }

    @Test
    void aCutAtAnyByteLeavesTheWholeLinesBeforeIt() throws IOException {
        for (int cut = 0; cut <= journal.length; cut++) {
            List<JournalEntry> entries = new ArrayList<>();
            ReadResult result = read(Arrays.copyOf(journal, cut), entries);

            int good = wholeLines(cut);
            assertThat(result.bytes()).as("cut at %s", cut).isEqualTo(good);
            assertThat(entries).as("cut at %s", cut).isEqualTo(all.subList(0, Math.max(0, lines(good) - 1)));
            assertThat(result.tornTail().map(TornTail::bytes).orElse(0L)).isEqualTo(cut - good);
        }
    }

    @Test
    void aJournalThatWasCutOpensAndGoesOn() throws Exception {
        Path memory = Path.of("/dev/shm");
        Path place = Files.createTempDirectory(Files.isWritable(memory) ? memory : folder, "attune");
        Path file = place.resolve(Journal.FILE);
        try {
            for (int cut = 0; cut <= journal.length; cut += isNearALinesEnd(cut) ? 1 : 7) {
                Files.write(file, Arrays.copyOf(journal, cut));
                List<JournalEntry> replayed = new ArrayList<>();
                try (Journal opened = Journal.open(place, false, replayed::add)) {
                    int torn = cut - wholeLines(cut);
                    assertThat(opened.tornTail().map(TornTail::bytes).orElse(0L))
                            .isEqualTo(torn);
                    Samples.append(opened, List.of(Samples.report(99)));
                }
                replayed.add(new JournalEntry(replayed.size() + 1, Samples.TIME, Samples.report(99)));
                assertThat(Samples.read(file)).isEqualTo(replayed);
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(place);
        }
    }

    @Test
    void aChangedByteAnywhereIsRefusedOrCutWithItsPosition() throws IOException {
        long lastBatch = startOf(all.size() - 3);
        int refused = 0;
        int cut = 0;
        for (int at = 0; at < journal.length; at++) {
            int start = wholeLines(at);
            for (int change : new int[] {1, 2, 4, 8, 16, 32, 64, 128, journal[at] ^ '\n', journal[at] ^ '"'}) {
                if (change == 0) {
                    continue;
                }
                byte[] changed = journal.clone();
                changed[at] ^= (byte) change;
                List<JournalEntry> entries = new ArrayList<>();
                try {
                    ReadResult result = read(changed, entries);
                    assertThat(start).as("byte %s", at).isGreaterThanOrEqualTo((int) lastBatch);
                    assertThat(result.tornTail().orElseThrow().offset()).isEqualTo(start);
                    cut++;
                } catch (JournalDamagedException e) {
                    assertThat(e.offset()).as("byte %s", at).isEqualTo(start);
                    assertThat(e.line()).as("byte %s", at).isEqualTo(lines(start) + 1);
                    assertThat(start).as("byte %s", at).isLessThan((int) lastBatch);
                    refused++;
                }
                assertThat(entries).isEqualTo(all.subList(0, Math.max(0, lines(start) - 1)));
            }
        }
        assertThat(refused).isPositive();
        assertThat(cut).isPositive();
    }

    @Test
    void aBadLineBeforeGoodOnesOfTheSameBatchIsATornTailThatCountsThem() throws IOException {
        int start = (int) startOf(all.size() - 2);
        journal[start + 20] ^= 1;

        assertThat(read(journal, new ArrayList<>()).tornTail()).hasValueSatisfying(tail -> {
            assertThat(tail.offset()).isEqualTo(start);
            assertThat(tail.wholeLines()).isEqualTo(1);
            assertThat(tail)
                    .hasToString((journal.length - start) + " bytes from byte " + start + ", with 1 whole line");
        });
    }

    @Test
    void aRefusalSaysWhereWhatAndWhatToDo() {
        int start = (int) startOf(1);
        journal[start + 20] ^= 1;

        assertThatThrownBy(() -> read(journal, new ArrayList<>()))
                .hasMessageContaining("is damaged at byte " + start + ", line 3: the checksum does not fit the line")
                .hasMessageContaining("Restore the file from a copy")
                .hasMessageContaining("head -c " + start + " journal.jsonl > cut.jsonl");
    }

    @Test
    void aMissingAndADoubledLineAreRefusedAlthoughEachLineIsWhole() throws IOException {
        int second = (int) startOf(1);
        int third = (int) startOf(2);

        assertThatThrownBy(() -> read(join(Arrays.copyOf(journal, second), from(third)), new ArrayList<>()))
                .hasMessageContaining("event 2 was to follow, but got event 3");
        assertThatThrownBy(() -> read(join(Arrays.copyOf(journal, third), from(second)), new ArrayList<>()))
                .hasMessageContaining("event 3 was to follow, but got event 2");
    }

    @Test
    void aFileThatIsNoJournalIsRefusedAndNotCut() {
        byte[] notes = "a shopping list\nmilk\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> read(notes, new ArrayList<>()))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessageContaining("does not begin with the header of a journal");
    }

    @Test
    void aNewerFormatIsRefusedNamingBothVersions() {
        assertThatThrownBy(() -> read(Header.line(12), new ArrayList<>()))
                .isInstanceOf(JournalVersionException.class)
                .hasMessageContaining("has format version 12, but this Attune reads up to version 1");
    }

    @Test
    void aWholeLineOfAnUnknownEventIsRefusedAlsoAtTheEnd() {
        byte[] text = Line.ascii(
                "{\"seq\":" + (all.size() + 1) + ",\"time\":\"2026-11-24T20:16:40.123Z\",\"event\":\"danced\"");
        byte[] danced = join(text, join(Line.seal(text, 0, text.length), new byte[] {'\n'}));

        assertThatThrownBy(() -> read(join(journal, danced), new ArrayList<>()))
                .isInstanceOf(JournalVersionException.class)
                .hasMessageContaining("line " + (all.size() + 2))
                .hasMessageContaining("the event 'danced'")
                .hasMessageContaining("begun by version 0.1.0");
    }

    @Test
    void aLineLongerThanTheBufferIsReadAsAnyOther() throws IOException {
        JournalEntry entry =
                new JournalEntry(all.size() + 1, Samples.TIME, new Event.StudyEnded("x".repeat(1_000_000)));
        List<JournalEntry> entries = new ArrayList<>();

        read(join(journal, EventCodec.encode(entry, OptionalLong.empty())), entries);

        assertThat(entries).endsWith(entry);
    }

    private ReadResult read(byte[] bytes, List<JournalEntry> entries) throws IOException {
        return JournalReader.read(Path.of("journal.jsonl"), new ByteArrayInputStream(bytes), entries::add);
    }

    /** Bytes of the whole lines before a position, which is the start of the line that it lies in. */
    private boolean isNearALinesEnd(int position) {
        int from = Math.max(0, position - 2);
        return wholeLines(Math.min(journal.length, position + 8)) > from;
    }

    private int wholeLines(int position) {
        for (int i = position - 1; i >= 0; i--) {
            if (journal[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private int lines(int end) {
        int lines = 0;
        for (int i = 0; i < end; i++) {
            lines += journal[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** Where the line of an event begins, by its index from 0. */
    private long startOf(int index) {
        int seen = 0;
        for (int i = 0; i < journal.length; i++) {
            if (journal[i] == '\n' && seen++ == index) {
                return i + 1;
            }
        }
        return fail("no event " + index);
    }

    private byte[] from(int start) {
        return Arrays.copyOfRange(journal, start, journal.length);
    }

    private static byte[] join(byte[] left, byte[] right) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(left);
        joined.writeBytes(right);
        return joined.toByteArray();
    }
}
