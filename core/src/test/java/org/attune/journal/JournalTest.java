package org.attune.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.attune.study.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class JournalTest {
    @TempDir
    Path root;

    @Test
    void aFolderIsMadeAndAStudyBegun() throws Exception {
        Path folder = root.resolve("results/cgconv");
        try (Journal journal = Journal.create(folder)) {
            assertThat(journal.events()).isZero();
            assertThat(journal.epoch()).isEqualTo(1);
            Samples.append(journal, Samples.started());
        }
        assertThatThrownBy(() -> Journal.create(folder))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("there is a study in it already. Go on with that, or choose another name.");
        assertThat(Ownership.current(folder))
                .as("a refusal leaves nothing behind")
                .isEmpty();
    }

    @Test
    void whateverACrashLeftBeforeTheFirstEventIsBegunAnew() throws Exception {
        byte[] header = Header.line();
        List<byte[]> leftovers = List.of(new byte[0], Arrays.copyOf(header, 20), new byte[20], header);
        for (byte[] leftover : leftovers) {
            Files.write(root.resolve(Journal.FILE), leftover);
            try (Journal journal = Journal.create(root)) {
                assertThat(journal.tornTail().isPresent()).isEqualTo(leftover.length == 20);
            }
            assertThat(root.resolve(Journal.FILE)).hasBinaryContent(header);
        }
    }

    @Test
    void aTornTailIsCutAndToldAndTheNextEventTakesItsPlace() throws Exception {
        Samples.real(root);
        Path file = root.resolve(Journal.FILE);
        long size = Files.size(file);
        Files.writeString(file, "{\"seq\":8,\"ti", StandardOpenOption.APPEND);

        List<JournalEntry> replayed = new ArrayList<>();
        try (Journal journal = Journal.open(root, false, replayed::add)) {
            assertThat(journal.tornTail()).contains(new TornTail(size, 12, 0));
            assertThat(journal.events()).isEqualTo(replayed.size());
            Samples.append(journal, List.of(Samples.report(5)));
        }
        assertThat(Samples.read(file)).hasSize(replayed.size() + 1);
        assertThat(Files.readAllLines(file)).last().asString().contains("\"synced\":" + size);
    }

    @Test
    void aDamagedJournalIsLeftAsItIsAndTheStudyFree() throws Exception {
        byte[] bytes = Samples.real(root);
        bytes[200] ^= 1;
        Files.write(root.resolve(Journal.FILE), bytes);

        assertThatThrownBy(() -> Journal.open(root, false, entry -> {})).isInstanceOf(JournalDamagedException.class);
        assertThat(root.resolve(Journal.FILE)).hasBinaryContent(bytes);
        assertThat(files()).containsExactly(Journal.FILE);
    }

    @Test
    void aFailingReplayFreesTheStudy() throws Exception {
        Samples.real(root);

        assertThatThrownBy(() -> Journal.open(root, false, entry -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(files()).containsExactly(Journal.FILE);
    }

    @Test
    void anOldHeadAcknowledgesNothingAfterTheTakeOverAndLosesNothingFromBefore() throws Exception {
        Journal old = Journal.open(root, false, entry -> {});
        Samples.append(old, Samples.started());
        Samples.append(old, List.of(Samples.report(1)));
        AtomicInteger acknowledged = new AtomicInteger();
        List<JournalException> told = new ArrayList<>();
        old.onFailure(told::add);

        List<JournalEntry> replayed = new ArrayList<>();
        try (Journal young = Journal.open(root, true, replayed::add)) {
            assertThat(young.epoch()).isEqualTo(2);
            assertThat(replayed).hasSize(5);
            try {
                old.append(Samples.TIME, List.of(Samples.report(2)), acknowledged::incrementAndGet);
            } catch (FencedException quick) {
                assertThat(quick).hasMessageContaining("head 1");
            }
            await().atMost(1, TimeUnit.MINUTES).until(() -> !told.isEmpty());
            old.close();
            Samples.append(young, List.of(Samples.report(3)));
            assertThat(files()).containsExactly("head-2.json", Journal.FILE);
        }
        assertThat(acknowledged).hasValue(0);
        assertThat(told).singleElement().isInstanceOf(FencedException.class);
        assertThat(Samples.read(root.resolve(Journal.FILE)))
                .hasSize(6)
                .last()
                .extracting(JournalEntry::event)
                .isEqualTo(Samples.report(3));
    }

    @Test
    void whileHeadsTakeOverFromEachOtherInMidWriteNoAcknowledgedEventIsLost() throws Exception {
        List<Integer> acknowledged = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger number = new AtomicInteger();
        List<Thread> producers = new ArrayList<>();
        Journal last = null;
        for (int head = 0; head < 6; head++) {
            Journal journal = Journal.open(root, true, entry -> {});
            last = journal;
            Thread producer = new Thread(() -> {
                try {
                    while (true) {
                        int each = number.incrementAndGet();
                        journal.append(Samples.TIME, List.of(Samples.report(each)), () -> acknowledged.add(each));
                    }
                } catch (FencedException | IllegalStateException over) {
                    assertThat(over).isNotNull();
                }
            });
            producer.start();
            producers.add(producer);
            int before = acknowledged.size();
            await().atMost(1, TimeUnit.MINUTES).until(() -> acknowledged.size() > before + 50);
        }
        last.close();
        for (Thread producer : producers) {
            producer.join();
        }

        List<Integer> written = Samples.read(root.resolve(Journal.FILE)).stream()
                .map(entry -> ((Event.Reported) entry.event()).step())
                .toList();
        Set<Integer> distinct = new HashSet<>(written);
        assertThat(distinct).hasSameSizeAs(written);
        assertThat(distinct.containsAll(acknowledged)).isTrue();
    }

    @Test
    void aTakeOverThatCrashedHalfWayIsFinishedByTheNextHead() throws Exception {
        Journal old = Journal.open(root, false, entry -> {});
        Samples.append(old, Samples.started());
        Ownership.acquire(root, true).close();
        Files.writeString(root.resolve(".journal-2.copy"), "half");
        assertThat(files()).contains("fenced-1.json");
        Object before = key();

        try (Journal next = Journal.open(root, false, entry -> {})) {
            assertThat(next.events()).isEqualTo(4);
            assertThat(key()).isNotEqualTo(before);
            assertThat(files()).containsExactly("head-" + next.epoch() + ".json", Journal.FILE);
        }
        old.close();
    }

    private Object key() throws IOException {
        return Files.readAttributes(root.resolve(Journal.FILE), BasicFileAttributes.class)
                .fileKey();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
